import type { BoxXyxyPx } from '@vitrine/models';
import { CoordinateFilter } from './kalman.js';

/** One face followed from frame to frame. */
export class Track {
  hits = 1;
  lastSeenAtMs: number;
  confidence: number;
  readonly #coordinates: CoordinateFilter[];

  constructor(
    public visitId: string,
    box: BoxXyxyPx,
    confidence: number,
    public readonly firstSeenAtMs: number,
  ) {
    this.confidence = confidence;
    this.lastSeenAtMs = firstSeenAtMs;
    this.#coordinates = box.map((value) => new CoordinateFilter(value, box[2] - box[0]));
  }

  get box(): BoxXyxyPx {
    const [x0, y0, x1, y1] = this.#coordinates.map(({ position }) => position) as [number, number, number, number];
    return [Math.min(x0, x1 - 1), Math.min(y0, y1 - 1), x1, y1];
  }

  predict(seconds: number): void {
    for (const coordinate of this.#coordinates) coordinate.predict(seconds);
  }

  see(box: BoxXyxyPx, confidence: number, atMs: number): void {
    this.#coordinates.forEach((coordinate, index) => coordinate.correct(box[index]!));
    this.hits += 1;
    this.lastSeenAtMs = atMs;
    this.confidence = confidence;
  }
}
