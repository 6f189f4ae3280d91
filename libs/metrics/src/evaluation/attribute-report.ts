import { ATTRIBUTE_COUNT, ATTRIBUTE_NAMES, type AttributeName } from '@vitrine/contracts';
import { UNKNOWN, type AttributeTable } from './attribute-table.js';

/** Shares, 0–1; null where no label allows one. */
export interface AttributeLine {
  readonly accuracy: number | null;
  readonly balancedAccuracy: number | null;
  /** Accuracy of always giving the more frequent answer. */
  readonly majority: number | null;
  readonly positives: number | null;
}

/** The paper's measures (§4.1, eq. 3–4), 0–1. */
export interface AttributeReport {
  readonly images: number;
  /** Mean over attributes of the share of images answered right. */
  readonly meanAccuracy: number;
  /** Mean over attributes of (TP/P + TN/N) / 2. */
  readonly balancedAccuracy: number;
  readonly majorityAccuracy: number;
  /** Instance-based: per image over its attributes, averaged over images. F1 is of the averages. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly perAttribute: Readonly<Record<AttributeName, AttributeLine>>;
}

/** @param thresholds [40]; an attribute is said to be there above its threshold */
export function attributeReport(table: AttributeTable, thresholds: readonly number[]): AttributeReport {
  const lines = ATTRIBUTE_NAMES.map((_, attribute) => attributeLine(table, attribute, thresholds[attribute]!));
  const instances = instanceMeasures(table, thresholds);
  return {
    images: table.images,
    meanAccuracy: meanOf(lines.map(({ accuracy }) => accuracy)),
    balancedAccuracy: meanOf(lines.map(({ balancedAccuracy }) => balancedAccuracy)),
    majorityAccuracy: meanOf(lines.map(({ majority }) => majority)),
    ...instances,
    perAttribute: Object.fromEntries(ATTRIBUTE_NAMES.map((name, i) => [name, lines[i]!])) as Record<AttributeName, AttributeLine>,
  };
}

function attributeLine(table: AttributeTable, attribute: number, threshold: number): AttributeLine {
  const count = { yes: 0, no: 0, rightYes: 0, rightNo: 0 };
  for (let image = 0; image < table.images; image++) {
    const label = table.label(image, attribute);
    if (label === UNKNOWN) continue;
    const said = table.probability(image, attribute) > threshold;
    if (label === 1) {
      count.yes++;
      if (said) count.rightYes++;
    } else {
      count.no++;
      if (!said) count.rightNo++;
    }
  }
  const { yes, no, rightYes, rightNo } = count;
  return {
    accuracy: share(rightYes + rightNo, yes + no),
    balancedAccuracy: yes > 0 && no > 0 ? (rightYes / yes + rightNo / no) / 2 : null,
    majority: share(Math.max(yes, no), yes + no),
    positives: share(yes, yes + no),
  };
}

/** An image of which nothing was said, or of which nothing is true, counts 0, as in pedestrian attribute recognition. */
function instanceMeasures(
  table: AttributeTable,
  thresholds: readonly number[],
): Pick<AttributeReport, 'precision' | 'recall' | 'f1'> {
  let [precision, recall] = [0, 0];
  for (let image = 0; image < table.images; image++) {
    let [said, yes, hits] = [0, 0, 0];
    for (let attribute = 0; attribute < ATTRIBUTE_COUNT; attribute++) {
      const label = table.label(image, attribute);
      if (label === UNKNOWN) continue;
      const isSaid = table.probability(image, attribute) > thresholds[attribute]!;
      if (isSaid) said++;
      if (label === 1) yes++;
      if (isSaid && label === 1) hits++;
    }
    precision += hits / Math.max(1, said) / table.images;
    recall += hits / Math.max(1, yes) / table.images;
  }
  return { precision, recall, f1: (2 * precision * recall) / Math.max(1e-12, precision + recall) };
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}
