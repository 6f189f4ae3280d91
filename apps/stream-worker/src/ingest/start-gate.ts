interface Waiting {
  readonly isUrgent: boolean;
  readonly admit: () => void;
}

/** Lets a few at a time through the costly part of a start. Who is urgent goes before who is not; who waits can leave. */
export class StartGate {
  #inside = 0;
  readonly #queue: Waiting[] = [];

  constructor(
    private readonly places: number,
    private readonly longestStayMs: number,
  ) {}

  /** @returns what gives the place back; it is given back by itself when a start takes too long. null when the wait was ended */
  async enter(isUrgent: boolean, signal: AbortSignal): Promise<(() => void) | null> {
    if (signal.aborted) return null;
    if (this.#inside < this.places) this.#inside += 1;
    else if (!(await this.#wait(isUrgent, signal))) return null;
    return this.#placeTaken();
  }

  #placeTaken(): () => void {
    let isInside = true;
    const leave = () => {
      if (!isInside) return;
      isInside = false;
      clearTimeout(timer);
      const next = this.#queue.findIndex((waiting) => waiting.isUrgent);
      const [admitted] = this.#queue.splice(Math.max(0, next), 1);
      if (admitted) admitted.admit();
      else this.#inside -= 1;
    };
    const timer = setTimeout(leave, this.longestStayMs);
    return leave;
  }

  /** @returns false when the signal came first */
  #wait(isUrgent: boolean, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting = {
        isUrgent,
        admit: () => {
          signal.removeEventListener('abort', leave);
          resolve(true);
        },
      };
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.push(waiting);
    });
  }
}
