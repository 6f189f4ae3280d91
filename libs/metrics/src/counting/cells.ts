import {
  ageBracketOf,
  ATTRIBUTE_NAMES,
  COUNTED_AGES,
  COUNTED_GENDERS,
  DWELL_STARTS_S,
  type AttributeName,
  type CountedAge,
  type CountedGender,
  type VisitUpdate,
} from '@vitrine/contracts';

/**
 * What is counted about looks, as numbered cells: gender × age, then bins of dwell, then attributes. The numbers are in stored data,
 * so each part has room to grow and a number is never given to something else.
 */
export const LOOKS_COUNT = COUNTED_GENDERS.length * COUNTED_AGES.length;
/** The eight bins, and what a visit that nobody saw leave has. */
export const DWELL_COUNT = DWELL_STARTS_S.length + 1;
export const DWELL_UNKNOWN = DWELL_STARTS_S.length;
const FIRST_DWELL_CELL = 100;
const FIRST_ATTRIBUTE_CELL = 200;

/** An attribute counts for a visit at this probability and above. */
export const ATTRIBUTE_THRESHOLD = 0.5;
/** An age as uncertain as this (one standard deviation) says nothing of a bracket ten years wide. */
const DOUBTFUL_SPREAD_YEARS = 15;

/** The two things that are published apart: one visit is in one cell of `looks` and one of `dwell`, and in any number of `attributes`. */
export type BlockKind = 'looks' | 'attributes';

/** Counts of one closed block or of one change, by cell. */
export interface BlockCells {
  /** `[gender × age]`, length `LOOKS_COUNT` */
  readonly looks: number[];
  /** length `DWELL_COUNT` */
  readonly dwell: number[];
  /** in the order of `ATTRIBUTE_NAMES` */
  readonly attributes: number[];
}

export function emptyCells(): BlockCells {
  const zeros = (length: number) => new Array<number>(length).fill(0);
  return { looks: zeros(LOOKS_COUNT), dwell: zeros(DWELL_COUNT), attributes: zeros(ATTRIBUTE_NAMES.length) };
}

/** @returns the index within `looks` */
export function looksIndex(gender: CountedGender, age: CountedAge): number {
  return COUNTED_GENDERS.indexOf(gender) * COUNTED_AGES.length + COUNTED_AGES.indexOf(age);
}

export function attributeIndex(name: AttributeName): number {
  return ATTRIBUTE_NAMES.indexOf(name);
}

/** Adds `n` to the cell of that number. */
export function addToCell(cells: BlockCells, cell: number, n: number): void {
  if (cell >= FIRST_ATTRIBUTE_CELL) cells.attributes[cell - FIRST_ATTRIBUTE_CELL]! += n;
  else if (cell >= FIRST_DWELL_CELL) cells.dwell[cell - FIRST_DWELL_CELL]! += n;
  else cells.looks[cell]! += n;
}

/** @returns whether a cell of that number is published with the attributes */
export function kindOfCell(cell: number): BlockKind {
  return cell >= FIRST_ATTRIBUTE_CELL ? 'attributes' : 'looks';
}

/** @returns the index of the attribute that a cell of that number counts; null for a cell of looks or dwell */
export function attributeOfCell(cell: number): number | null {
  return cell >= FIRST_ATTRIBUTE_CELL ? cell - FIRST_ATTRIBUTE_CELL : null;
}

/**
 * @param visit after the policy's filter: an attribute that is absent is not counted
 * @param dwellMs time in the place so far
 * @returns the numbers of the cells that the visit is in, ascending
 */
export function cellsOfVisit(visit: VisitUpdate, dwellMs: number): number[] {
  const isAgeDoubtful = visit.ageSpreadYears >= DOUBTFUL_SPREAD_YEARS;
  const age: CountedAge = isAgeDoubtful ? 'unknown' : ageBracketOf(visit.ageYears);
  const dwellBin = DWELL_STARTS_S.findLastIndex((startS) => dwellMs >= startS * 1_000);
  const attributes = ATTRIBUTE_NAMES.flatMap((name, index) =>
    (visit.attributes[name] ?? 0) >= ATTRIBUTE_THRESHOLD ? [FIRST_ATTRIBUTE_CELL + index] : [],
  );
  return [looksIndex(visit.gender, age), FIRST_DWELL_CELL + Math.max(0, dwellBin), ...attributes];
}

/** @returns cells of `looks` for those genders and ages */
export function looksIndices(genders: readonly CountedGender[], ages: readonly CountedAge[]): number[] {
  return genders.flatMap((gender) => ages.map((age) => looksIndex(gender, age)));
}
