import type { BoxXyxyPx } from '@vitrine/models';
import { CoordinateFilter } from './kalman.js';

/** Analysed frames of a track's life in which a person was seen, at least: what flickers is none. */
const LEAST_SEEN_SHARE = 0.5;

/** One face followed from frame to frame. Times are monotonic. */
export class Track {
  lastSeenAtMs: number;
  confidence: number;
  #hits = 1;
  #frames = 1;
  /** A person once is a person for good. */
  #isPerson = false;
  readonly #coordinates: CoordinateFilter[];

  constructor(
    public visitId: string,
    /** Where it began. */
    readonly firstBox: BoxXyxyPx,
    confidence: number,
    readonly firstSeenAtMs: number,
  ) {
    this.confidence = confidence;
    this.lastSeenAtMs = firstSeenAtMs;
    this.#coordinates = firstBox.map((value) => new CoordinateFilter(value, firstBox[2] - firstBox[0]));
  }

  get box(): BoxXyxyPx {
    const [x0, y0, x1, y1] = this.#coordinates.map(({ position }) => position) as [number, number, number, number];
    return [Math.min(x0, x1 - 1), Math.min(y0, y1 - 1), x1, y1];
  }

  get isPerson(): boolean {
    return this.#isPerson;
  }

  /** Another frame is looked at. */
  predict(seconds: number): void {
    this.#frames += 1;
    for (const coordinate of this.#coordinates) coordinate.predict(seconds);
  }

  /**
   * @param confirmMs seen twice, this long apart, and in most frames between, a face is a person: at any rate of frames
   * @returns whether it has just become one
   */
  see(box: BoxXyxyPx, confidence: number, { atMs, confirmMs }: { readonly atMs: number; readonly confirmMs: number }): boolean {
    this.#coordinates.forEach((coordinate, index) => coordinate.correct(box[index]!));
    this.#hits += 1;
    this.lastSeenAtMs = atMs;
    this.confidence = confidence;
    if (this.#isPerson) return false;
    this.#isPerson = atMs - this.firstSeenAtMs >= confirmMs && this.#hits >= LEAST_SEEN_SHARE * this.#frames;
    return this.#isPerson;
  }
}
