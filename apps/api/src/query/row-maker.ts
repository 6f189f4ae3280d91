import type { AttributeName, Metric, PlainMetric, Row } from '@vitrine/contracts';
import {
  attributeIndex,
  estimateAttribute,
  estimateCount,
  estimateDwell,
  estimateShare,
  LOOKS_COUNT,
  type CellSum,
  type Estimate,
} from '@vitrine/metrics';
import type { AttributeSums, LooksSums, PublicSums } from '../store/count-store.js';
import type { Split } from './splits.js';

/** Everything that one row is made of; null where nothing was published. */
export interface RowParts {
  readonly split: Split;
  readonly visits: PublicSums | undefined;
  /** Analysed time of the row's cameras, ms; and how long that could have been at most. */
  readonly analysedMs: number;
  readonly passedMs: number;
  readonly looks: LooksSums | undefined;
  readonly attributes: AttributeSums | undefined;
  readonly conversion: { readonly from: number; readonly to: number } | null;
}

export interface RowRules {
  readonly metrics: readonly Metric[];
  readonly isByLooks: boolean;
  readonly minimumGroup: number;
  /** Which sum of the store's is that of a split's cells; and attributes as they were asked of it. */
  readonly groups: ReadonlyMap<readonly number[], number>;
  readonly attributes: readonly number[];
}

/** A protected value, or why there is none. */
type Shown = Estimate | string;

/** Writes the metrics of one row: exact ones as they are, protected ones with their interval or the reason why they are withheld. */
export class RowMaker {
  constructor(private readonly rules: RowRules) {}

  write(row: Row, parts: RowParts): void {
    for (const metric of this.rules.metrics) {
      const value = this.#value(metric, parts);
      if (typeof value === 'object' && value !== null) this.#show(row, metric, value.shown);
      else row[metric] = value;
    }
  }

  #show(row: Row, metric: Metric, shown: Shown): void {
    const isShown = typeof shown !== 'string';
    row[metric] = isShown ? shown.value : null;
    row[`${metric}_low`] = isShown ? shown.low : null;
    row[`${metric}_high`] = isShown ? shown.high : null;
    row[`${metric}_reason`] = isShown ? null : shown;
  }

  /** @returns an exact value as it is, a protected one wrapped */
  #value(metric: Metric, parts: RowParts): number | null | { shown: Shown } {
    const { analysedMs, passedMs, conversion, split } = parts;
    const attribute = attributeOf(metric);
    if (attribute !== null) return { shown: this.#attribute(attribute, parts) };
    switch (metric as PlainMetric) {
      case 'visits':
        if (split.dwellBin !== null) return { shown: this.#dwellVisits(split.dwellBin, parts) };
        return this.rules.isByLooks ? { shown: this.#people(split.people.all, parts) } : (parts.visits?.visits ?? 0);
      case 'coverage':
        return passedMs === 0 ? null : round(Math.min(1, analysedMs / passedMs), 4);
      case 'analysedS':
        return Math.round(analysedMs / 1_000);
      case 'conversion':
        return conversion === null || conversion.from === 0 ? null : round(conversion.to / conversion.from, 4);
      case 'women':
        return { shown: this.#people(split.people.female, parts) };
      case 'men':
        return { shown: this.#people(split.people.male, parts) };
      case 'genderUnknown':
        return { shown: this.#people(split.people.unknown, parts) };
      case 'womenShare':
        return { shown: this.#genderShare('female', parts) };
      case 'menShare':
        return { shown: this.#genderShare('male', parts) };
      case 'dwellMedianS':
        return { shown: this.#dwell(0.5, parts) };
      case 'dwellP90S':
        return { shown: this.#dwell(0.9, parts) };
      case 'share':
        return { shown: this.#attribute(split.attribute!, parts) };
    }
  }

  #people(cells: readonly number[], { looks, visits }: RowParts): Shown {
    if (cells.length === 0 || isEmpty(visits)) return NOBODY;
    if (!looks) return NOT_PUBLISHED;
    return this.#enough(estimateCount(this.#sum(cells, looks), looks.visits, looks.noise));
  }

  #genderShare(gender: 'female' | 'male', { split, looks, visits }: RowParts): Shown {
    if (!looks) return isEmpty(visits) ? NOBODY_CAME : NOT_PUBLISHED;
    const part = this.#sum(split.people[gender], looks);
    const other = this.#sum(split.people[gender === 'female' ? 'male' : 'female'], looks);
    if (part.value + other.value < this.rules.minimumGroup) return this.#tooFew();
    return estimateShare(part, other, looks.noise);
  }

  #dwellVisits(bin: number, { looks, visits }: RowParts): Shown {
    if (isEmpty(visits)) return NOBODY;
    if (!looks?.dwell) return NOT_PUBLISHED;
    return this.#enough(estimateCount({ value: looks.dwell[bin]!, cells: 1 }, looks.visits, looks.dwellNoise));
  }

  #dwell(quantile: number, { looks, visits }: RowParts): Shown {
    if (!looks?.dwell) return isEmpty(visits) ? NOBODY_CAME : NOT_PUBLISHED;
    if (looks.visits < this.rules.minimumGroup) return this.#tooFew();
    return estimateDwell(looks.dwell, quantile, looks.dwellNoise) ?? this.#tooFew();
  }

  #attribute(name: AttributeName, { attributes, visits }: RowParts): Shown {
    const index = this.rules.attributes.indexOf(attributeIndex(name));
    if (index < 0) return 'switched off by the policy';
    if (!attributes) return isEmpty(visits) ? NOBODY_CAME : NOT_PUBLISHED;
    const { count, visits: base } = attributes.sums[index]!;
    if (base === 0) return 'not counted in this time, or too few have or lack it';
    return base < this.rules.minimumGroup ? this.#tooFew() : estimateAttribute(count, base, attributes.noise);
  }

  #sum(cells: readonly number[], looks: LooksSums): CellSum {
    if (cells.length === LOOKS_COUNT) return { value: looks.visits, cells: LOOKS_COUNT };
    return { value: looks.sums[this.rules.groups.get(cells)!]!, cells: cells.length };
  }

  #enough(estimate: Estimate): Shown {
    return estimate.value < this.rules.minimumGroup ? this.#tooFew() : estimate;
  }

  #tooFew(): string {
    return `fewer than ${this.rules.minimumGroup}`;
  }
}

const NOBODY: Estimate = { value: 0, low: 0, high: 0 };
const NOBODY_CAME = 'nobody came';
const NOT_PUBLISHED = 'not published yet';

function isEmpty(visits: PublicSums | undefined): boolean {
  return (visits?.visits ?? 0) === 0;
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** @returns the attribute whose share the metric is, or null for a plain metric */
function attributeOf(metric: Metric): AttributeName | null {
  return metric.startsWith('share_') ? (metric.slice('share_'.length) as AttributeName) : null;
}
