import {
  COUNTED_AGES,
  COUNTED_GENDERS,
  DWELL_BINS,
  type AttributeName,
  type CountedAge,
  type CountedGender,
  type Metric,
  type Query,
  type Row,
} from '@vitrine/contracts';
import { looksIndices } from '@vitrine/metrics';
import { Problem } from '../http/problem.js';

/** Numbers of the cells of gender × age that a row is about: all of them, and those of each gender. */
export type PeopleCells = Readonly<Record<'all' | CountedGender, readonly number[]>>;

/** One row's part of the axes within people: which of them it is about. */
export interface Split {
  readonly cells: Row;
  readonly people: PeopleCells;
  /** Index of the bin of dwell; null for all. */
  readonly dwellBin: number | null;
  readonly attribute: AttributeName | null;
}

/** Metrics that know of gender and age. */
const BY_LOOKS: readonly Metric[] = ['visits', 'women', 'men', 'genderUnknown', 'womenShare', 'menShare'];

/**
 * @param allowed attributes that the policy lets out
 * @returns the rows into which each time and place is split; one that is about everybody when nothing is asked for
 * @throws Problem 422 for what is published apart and cannot be combined
 */
export function splitsOf(query: Query, allowed: readonly AttributeName[]): Split[] {
  const { groupBy, filters, metrics } = query;
  const isByLooks = usesLooks(query);
  const isByDwell = groupBy.includes('dwell');
  const isByAttribute = groupBy.includes('attribute');
  if (isByLooks) mustBe(metrics, (metric) => BY_LOOKS.includes(metric), 'gender or age');
  if (isByDwell) mustBe(metrics, (metric) => metric === 'visits', '`dwell`');
  if (isByAttribute) mustBe(metrics, (metric) => metric === 'share', '`attribute`');
  else if (metrics.includes('share')) throw needsAttribute();
  if ([isByLooks, isByDwell, isByAttribute].filter(Boolean).length > 1) throw apart('gender, age, dwell and attributes');
  const genders = filters.gender ?? COUNTED_GENDERS;
  const ages = filters.age ?? COUNTED_AGES;
  const everybody = { cells: {}, people: peopleCells(genders, ages), dwellBin: null, attribute: null };
  if (isByDwell) {
    const bins = [...DWELL_BINS, 'unknown'];
    return bins.map((dwell, dwellBin) => ({ ...everybody, cells: { dwell }, dwellBin }));
  }
  if (isByAttribute) {
    const shown = (filters.attribute ?? allowed).filter((name) => allowed.includes(name));
    return shown.map((attribute) => ({ ...everybody, cells: { attribute }, attribute }));
  }
  const byGender = groupBy.includes('gender') ? genders.map((gender) => [gender]) : [genders];
  const byAge = groupBy.includes('age') ? ages.map((age) => [age]) : [ages];
  return byGender.flatMap((genderPart) =>
    byAge.map((agePart) => ({
      ...everybody,
      cells: {
        ...(groupBy.includes('gender') ? { gender: genderPart[0] } : {}),
        ...(groupBy.includes('age') ? { age: agePart[0] } : {}),
      },
      people: peopleCells(genderPart, agePart),
    })),
  );
}

/** @returns whether gender or age split or filter the rows, which makes of `visits` an estimate */
export function usesLooks({ groupBy, filters }: Query): boolean {
  return groupBy.includes('gender') || groupBy.includes('age') || filters.gender !== undefined || filters.age !== undefined;
}

function peopleCells(genders: readonly CountedGender[], ages: readonly CountedAge[]): PeopleCells {
  const of = (gender: CountedGender) => looksIndices(genders.includes(gender) ? [gender] : [], ages);
  return { all: looksIndices(genders, ages), female: of('female'), male: of('male'), unknown: of('unknown') };
}

function mustBe(metrics: readonly Metric[], fits: (metric: Metric) => boolean, by: string): void {
  const other = metrics.find((metric) => !fits(metric) && metric !== 'coverage');
  if (other !== undefined) throw apart(`\`${other}\` and ${by}`);
}

function apart(what: string): Problem {
  return new Problem(422, {
    code: 'published_apart',
    message: `${what} are published apart from one another and cannot be combined in one row.`,
    remedy: 'Ask for them in two queries. `visits` is split by gender, age or dwell; `share` by attribute.',
    field: 'metrics',
  });
}

function needsAttribute(): Problem {
  return new Problem(422, {
    code: 'attribute_missing',
    message: '`share` is the share of an attribute, and none is named.',
    remedy: 'Group by `attribute`, or ask for one such as `share_Eyeglasses`.',
    field: 'metrics',
  });
}
