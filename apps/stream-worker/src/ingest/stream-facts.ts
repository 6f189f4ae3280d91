const VIDEO = /^\[info\] +Stream #0:\d+.*?: Video: (\w+)[^,]*,.*? (\d{2,5}x\d{2,5})(?:.*?, ([\d.]+) fps)?/;
const KEY_FRAME = /^\[Parsed_showinfo_\d+ @ 0x[0-9a-f]+\] \[info\] n: .* iskey:1 /;

/** What ffmpeg says of a stream while it is read. */
export class StreamFacts {
  #codec = '';
  #size = '';
  #fps = '';
  #keyFramesAtMs: number[] = [];

  learn(line: string): void {
    const video = VIDEO.exec(line);
    // The input's line comes first; what is made of it is no news.
    if (video && this.#codec === '') [, this.#codec = '', this.#size = '', this.#fps = ''] = video;
    if (KEY_FRAME.test(line)) this.#keyFramesAtMs.push(performance.now());
  }

  /** Seconds from key frame to key frame; null while only one was seen. */
  get keyFrameS(): number | null {
    const [first, ...later] = this.#keyFramesAtMs;
    return first === undefined || later.length === 0 ? null : (later.at(-1)! - first) / later.length / 1000;
  }

  describe(): string {
    const interval =
      this.keyFrameS === null ? 'key frames more than 6 s apart' : `a key frame every ${this.keyFrameS.toFixed(1)} s`;
    const facts = [this.#codec, this.#size.replace('x', '×'), ...(this.#fps === '' ? [] : [`${this.#fps} fps`]), interval];
    return facts.filter((fact) => fact !== '').join(', ');
  }
}
