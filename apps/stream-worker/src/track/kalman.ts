/** One coordinate with constant velocity between measurements: a two-state Kalman filter, written out. Units: pixels, seconds. */
export class CoordinateFilter {
  #velocity = 0;
  // Covariance [[pp, pv], [pv, vv]]: the first position is as good as a measurement, the velocity unknown.
  #pp: number;
  #pv = 0;
  #vv: number;

  /** @param scalePx the face's width: noise grows with it, since a detector's error is a share of the face */
  constructor(
    public position: number,
    private readonly scalePx: number,
  ) {
    this.#pp = this.#measurementVariance;
    this.#vv = (2 * scalePx) ** 2;
  }

  get #measurementVariance(): number {
    return (0.08 * this.scalePx) ** 2;
  }

  predict(seconds: number): void {
    // White acceleration of 3 face widths per second squared: people start, stop and turn.
    const acceleration = (3 * this.scalePx) ** 2;
    this.position += this.#velocity * seconds;
    this.#pp += 2 * seconds * this.#pv + seconds ** 2 * this.#vv + (acceleration * seconds ** 4) / 4;
    this.#pv += seconds * this.#vv + (acceleration * seconds ** 3) / 2;
    this.#vv += acceleration * seconds ** 2;
  }

  correct(measured: number): void {
    const variance = this.#pp + this.#measurementVariance;
    const [gainP, gainV] = [this.#pp / variance, this.#pv / variance];
    const innovation = measured - this.position;
    this.position += gainP * innovation;
    this.#velocity += gainV * innovation;
    this.#vv -= gainV * this.#pv;
    this.#pp *= 1 - gainP;
    this.#pv *= 1 - gainP;
  }
}
