/** What has come of a camera since it was opened. */
export interface FrameCounts {
  readonly arrived: number;
  readonly analysed: number;
}

export type LoadTrouble =
  /** Frames arrive and are dropped, because all that analyse are busy. */
  | { readonly cause: 'analysis'; readonly analysedFps: number }
  /** Fewer frames arrive than are wanted, and the machine has nothing left to decode with. */
  | { readonly cause: 'decoding'; readonly analysedFps: number };

interface Moment extends FrameCounts {
  readonly atMs: number;
  readonly isMachineBusy: boolean;
}

/** Time looked back on, and frames that must have been due in it. */
const [WINDOW_MS, WINDOW_FRAMES] = [5_000, 5];
/** Fewer than this share analysed is an overload… */
const OVERLOADED_SHARE = 0.8;
/** …which ends when more than this share has been analysed all through `CALM_MS`: a state that flickers tells nobody anything. */
const CALM_SHARE = 0.95;
const CALM_MS = 10_000;

/** Whether a camera's frames are analysed as they were asked for. Times are monotonic. */
export class LoadJudge {
  readonly #windowMs: number;
  #moments: Moment[] = [];
  #trouble: LoadTrouble | null = null;
  #calmSinceMs: number | null = null;

  constructor(private readonly fps: number) {
    this.#windowMs = Math.max(WINDOW_MS, (WINDOW_FRAMES * 1000) / fps);
  }

  /** @returns what is wrong now; null while all is well */
  judge(moment: Moment): LoadTrouble | null {
    this.#moments.push(moment);
    const { atMs } = moment;
    while (this.#moments[1] && atMs - this.#moments[1].atMs >= this.#windowMs) this.#moments.shift();
    const first = this.#moments[0]!;
    const elapsedMs = atMs - first.atMs;
    if (elapsedMs < this.#windowMs) return this.#trouble;
    const analysedFps = ((moment.analysed - first.analysed) * 1000) / elapsedMs;
    const found = this.#find(moment, { first, elapsedMs, analysedFps });
    if (found.trouble) {
      this.#trouble = found.trouble;
      this.#calmSinceMs = null;
    } else if (this.#trouble && found.isCalm) {
      this.#calmSinceMs ??= atMs;
      if (atMs - this.#calmSinceMs >= CALM_MS) this.#trouble = null;
    } else {
      this.#calmSinceMs = null;
    }
    return this.#trouble;
  }

  /** The source was lost: what came before says nothing of what comes. */
  reset(): void {
    this.#moments = [];
    this.#trouble = null;
    this.#calmSinceMs = null;
  }

  #find(moment: Moment, { first, elapsedMs, analysedFps }: Span): { trouble: LoadTrouble | null; isCalm: boolean } {
    const arrived = moment.arrived - first.arrived;
    const arrivedShare = (arrived * 1000) / elapsedMs / this.fps;
    const analysedShare = arrived === 0 ? 1 : (moment.analysed - first.analysed) / arrived;
    const isMachineBusy = this.#moments.every(({ isMachineBusy: isBusy }) => isBusy);
    const isDecodingLate = isMachineBusy && arrivedShare < OVERLOADED_SHARE;
    // One frame may be in hand while it is counted.
    const isAnalysisLate = analysedShare < OVERLOADED_SHARE && arrived - (moment.analysed - first.analysed) > 1;
    if (isAnalysisLate) return { trouble: { cause: 'analysis', analysedFps }, isCalm: false };
    if (isDecodingLate) return { trouble: { cause: 'decoding', analysedFps }, isCalm: false };
    return { trouble: null, isCalm: analysedShare >= CALM_SHARE && (!isMachineBusy || arrivedShare >= CALM_SHARE) };
  }
}

interface Span {
  readonly first: Moment;
  readonly elapsedMs: number;
  readonly analysedFps: number;
}
