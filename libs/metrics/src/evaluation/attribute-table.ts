import { ATTRIBUTE_COUNT } from '@vitrine/contracts';

/** A label nobody gave; it counts nowhere. */
export const UNKNOWN = -1;

/** What a network said of N images beside what people said. */
export class AttributeTable {
  /**
   * @param probs f32[N,40], flat
   * @param labels i8[N,40], flat: 0, 1 or UNKNOWN
   * @throws RangeError when they do not belong together
   */
  constructor(
    readonly probs: Float32Array,
    readonly labels: Int8Array,
  ) {
    if (probs.length !== labels.length || probs.length % ATTRIBUTE_COUNT !== 0) {
      throw new RangeError(`${probs.length} probabilities and ${labels.length} labels; both must be N × ${ATTRIBUTE_COUNT}`);
    }
  }

  get images(): number {
    return this.probs.length / ATTRIBUTE_COUNT;
  }

  probability(image: number, attribute: number): number {
    return this.probs[image * ATTRIBUTE_COUNT + attribute]!;
  }

  label(image: number, attribute: number): number {
    return this.labels[image * ATTRIBUTE_COUNT + attribute]!;
  }
}
