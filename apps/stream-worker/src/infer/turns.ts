/** A camera whose newest frame is older than this lets others go first, until its next frame has come. */
const FRESH_MS = 150;

interface Waiting {
  readonly go: () => void;
  readonly newestAtMs: () => number | null;
}

/**
 * Who may have a frame analysed now. Cameras stand in one line, each once, and go to its end after their turn: under overload all get the
 * same number of frames, and one that wants few gets all of them. A frame is taken only when the turn has come, so it is the newest; where
 * decoders are late too, the first in line with a fresh frame goes, so that what is told of people is told at once, and where no frame is
 * fresh the newest.
 */
export class Turns {
  /** Turns that are being used. */
  inHand = 0;
  #line: Waiting[] = [];

  /** @param atOnce frames that may be in hand at one time @param now the clock of the frames, ms */
  constructor(
    private readonly atOnce: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Cameras that have a frame and wait. */
  get waiting(): number {
    return this.#line.length;
  }

  /**
   * @param newestAtMs when the camera's newest frame came; null when it has none any more
   * @returns a function that ends the turn; to be called once
   */
  async take(newestAtMs: () => number | null): Promise<() => void> {
    if (this.inHand < this.atOnce) this.inHand += 1;
    else await new Promise<void>((go) => this.#line.push({ go, newestAtMs }));
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.#next();
      if (next) next.go();
      else this.inHand -= 1;
    };
  }

  #next(): Waiting | undefined {
    const ages = this.#line.map((waiting) => ({ waiting, ageMs: this.now() - (waiting.newestAtMs() ?? Infinity) }));
    const fresh = ages.find(({ ageMs }) => ageMs <= FRESH_MS);
    const next = (fresh ?? ages.toSorted((a, b) => a.ageMs - b.ageMs)[0])?.waiting;
    this.#line = this.#line.filter((waiting) => waiting !== next);
    return next;
  }
}
