import type { BlockCells, BlockKind } from '../counting/cells.js';
import type { ClosedRange } from './blocks.js';
import { discreteGaussian } from './discrete-gaussian.js';
import { discreteLaplace } from './discrete-laplace.js';
import { groupAttribute, groupDwell, groupLooks } from './grouped.js';
import type { RandomSource } from './random.js';
import { attributeVariance, noiseVariance, type DisclosureRules } from './rules.js';

/** A closed block before it is published: true counts, which must not leave. */
export interface RawBlock extends ClosedRange {
  readonly place: string;
  readonly kind: BlockKind;
  readonly cells: BlockCells;
  /** Attributes (by index) that the policy let out during the whole of the block; for a block of looks none. */
  readonly attributes: readonly number[];
  /** The version of the policy that held when the block began. */
  readonly policyVersion: number;
}

declare const published: unique symbol;

/** What may be stored for ever and shown to everybody. Only `disclose` makes one; a store accepts nothing else. */
export interface Published extends ClosedRange {
  readonly [published]: true;
  readonly place: string;
  readonly kind: BlockKind;
  readonly policyVersion: number;
  readonly mode: DisclosureRules['mode'];
  /** Signed whole numbers. `looks` then `dwell` for a block of looks, else attributes in their order, null for one that is not out. */
  readonly cells: readonly (number | null)[];
  /** Noise of one cell; for attributes the first. */
  readonly variance: number;
  readonly dwellVariance: number;
  /** Sum of the noisy cells minus the visits: what showing takes back, in equal parts, from the cells. */
  readonly looksExcess: number;
  readonly dwellExcess: number;
}

/**
 * The one door between what was counted and what is published. A visit is in one block of each kind, and each block passes here once:
 * whatever is computed from the results is post-processing.
 */
export function disclose(raw: RawBlock, rules: DisclosureRules, random: RandomSource): Published {
  const { place, kind, startMs, endMs, visits, policyVersion } = raw;
  const block = { place, kind, startMs, endMs, visits, policyVersion, mode: rules.mode };
  const variance = noiseVariance(rules, raw.attributes.length);
  if (kind === 'attributes') {
    const cells = publishedAttributes(raw, rules, random);
    return brand({ ...block, cells, variance: variance.attributes, dwellVariance: 0, looksExcess: 0, dwellExcess: 0 });
  }
  const looks = publishedLooks(raw.cells.looks, rules, random);
  const dwell = publishedDwell(raw.cells.dwell, rules, random);
  return brand({
    ...block,
    cells: [...looks, ...dwell],
    variance: variance.looks,
    dwellVariance: variance.dwell,
    looksExcess: sum(looks) - visits,
    dwellExcess: sum(dwell) - visits,
  });
}

function publishedLooks(looks: readonly number[], rules: DisclosureRules, random: RandomSource): number[] {
  if (rules.mode === 'exact') return [...looks];
  if (rules.mode === 'grouped') return groupLooks(looks, rules.minimumGroup);
  return looks.map((count) => count + Number(discreteLaplace(random, rules.noise.looksScale)));
}

function publishedDwell(dwell: readonly number[], rules: DisclosureRules, random: RandomSource): number[] {
  if (rules.mode === 'exact') return [...dwell];
  if (rules.mode === 'grouped') return groupDwell(dwell, rules.minimumGroup);
  return dwell.map((count) => count + Number(discreteLaplace(random, rules.noise.dwellScale)));
}

function publishedAttributes({ cells, attributes, visits }: RawBlock, rules: DisclosureRules, random: RandomSource) {
  const isOut = new Set(attributes);
  return cells.attributes.map((count, index) => {
    if (!isOut.has(index)) return null;
    if (rules.mode === 'exact') return count;
    if (rules.mode === 'grouped') return groupAttribute(count, visits, rules.minimumGroup);
    return count + Number(discreteGaussian(random, attributeVariance(rules.noise, attributes.length)));
  });
}

function brand(block: Omit<Published, typeof published>): Published {
  return block as Published;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
