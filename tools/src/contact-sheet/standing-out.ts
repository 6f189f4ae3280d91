import { ATTRIBUTE_NAMES, type AttributePolicy } from '@vitrine/contracts';

export interface StandingOut {
  /** The data set's name with spaces. */
  readonly words: string;
  readonly probability: number;
  /** The probability above which the answer is yes. */
  readonly threshold: number;
  readonly tier: AttributePolicy['tier'];
}

/**
 * What says most about a face: of the attributes that the policy lets out, the `most` farthest above their balanced threshold, the most
 * probable first. By probability alone nearly every face would be young and without a beard.
 *
 * @param probs f32[40]
 * @param thresholds [40]
 */
export function standingOut(
  probs: Float32Array,
  thresholds: readonly number[],
  { catalogue, most }: { catalogue: readonly AttributePolicy[]; most: number },
): StandingOut[] {
  return catalogue
    .filter(({ enabled }) => enabled)
    .map(({ name, tier }) => {
      const i = ATTRIBUTE_NAMES.indexOf(name);
      return { words: name.replaceAll('_', ' '), probability: probs[i]!, threshold: thresholds[i]!, tier };
    })
    .filter(({ probability, threshold }) => probability > threshold)
    .toSorted((one, other) => other.probability - other.threshold - (one.probability - one.threshold))
    .slice(0, most)
    .toSorted((one, other) => other.probability - one.probability);
}
