/** Time after which a walk says little of where somebody walks now, s: people stop, turn and look at windows. */
const MEMORY_S = 0.8;
/** White acceleration in face widths per second squared: people start, stop and turn. */
const ACCELERATION_FACE_WIDTHS = 3;
/** Velocity that nobody has seen yet, face widths per second. */
const FIRST_VELOCITY_FACE_WIDTHS = 2;
/** A detector's error is a share of the face. */
const MEASUREMENT_FACE_WIDTHS = 0.08;

/**
 * One coordinate between measurements: a two-state Kalman filter, written out. Its velocity dies away (Singer, 1970), so that a prediction
 * over seconds stays near where somebody was seen, and one over a thirtieth of a second is that of constant velocity. Units: pixels, seconds.
 */
export class CoordinateFilter {
  #velocity = 0;
  // Covariance [[pp, pv], [pv, vv]]: the first position is as good as a measurement, the velocity unknown.
  #pp: number;
  #pv = 0;
  #vv: number;

  /** @param scalePx the face's width: noise grows with it */
  constructor(
    public position: number,
    private readonly scalePx: number,
  ) {
    this.#pp = this.#measurementVariance;
    this.#vv = (FIRST_VELOCITY_FACE_WIDTHS * scalePx) ** 2;
  }

  get #measurementVariance(): number {
    return (MEASUREMENT_FACE_WIDTHS * this.scalePx) ** 2;
  }

  predict(seconds: number): void {
    const kept = Math.exp(-seconds / MEMORY_S);
    /** Way that a velocity of 1 still goes, s: `seconds` for a short time, MEMORY_S for a long one. */
    const reach = MEMORY_S * (1 - kept);
    const acceleration = (ACCELERATION_FACE_WIDTHS * this.scalePx) ** 2;
    this.position += this.#velocity * reach;
    this.#velocity *= kept;
    this.#pp += 2 * reach * this.#pv + reach ** 2 * this.#vv + (acceleration * reach ** 4) / 4;
    this.#pv = kept * (this.#pv + reach * this.#vv) + (acceleration * reach ** 3) / 2;
    this.#vv = kept ** 2 * this.#vv + acceleration * reach ** 2;
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
