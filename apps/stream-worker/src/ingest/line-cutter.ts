const MAX_LINE_CHARS = 4_096;

/** Cuts text into lines; of a line without end only the beginning is kept. */
export class LineCutter {
  #line = '';

  constructor(private readonly onLine: (line: string) => void) {}

  write(text: string): void {
    const [first = '', ...later] = text.split(/\r?\n|\r/);
    this.#add(first);
    for (const part of later) {
      this.end();
      this.#add(part);
    }
  }

  /** What came so far is a line. */
  end(): void {
    const line = this.#line;
    this.#line = '';
    if (line !== '') this.onLine(line);
  }

  #add(part: string): void {
    this.#line += part.slice(0, MAX_LINE_CHARS - this.#line.length);
  }
}
