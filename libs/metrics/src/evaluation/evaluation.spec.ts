import { ATTRIBUTE_COUNT, ATTRIBUTE_NAMES } from '@vitrine/contracts';
import { describe, expect, it } from 'vitest';
import { ageGenderReport } from './age-gender-report.js';
import { attributeReport } from './attribute-report.js';
import { AttributeTable, UNKNOWN } from './attribute-table.js';
import { calibrationError } from './calibration-error.js';
import { contradictionRate } from './contradiction-rate.js';

const HALVES = new Array<number>(ATTRIBUTE_COUNT).fill(0.5);

/** Images given by what is said and true of the first attributes; the others are unknown. */
function table(images: readonly { probs: number[]; labels: number[] }[]): AttributeTable {
  const probs = images.flatMap((image) => [...image.probs, ...new Array<number>(ATTRIBUTE_COUNT - image.probs.length).fill(0)]);
  const labels = images.flatMap((image) => [
    ...image.labels,
    ...new Array<number>(ATTRIBUTE_COUNT - image.labels.length).fill(UNKNOWN),
  ]);
  return new AttributeTable(Float32Array.from(probs), Int8Array.from(labels));
}

describe('attributeReport', () => {
  // By hand. First attribute: labels 1 1 0 0, said 1 0 0 0. Second: labels 1 0 0 0, said 1 0 0 1.
  const four = table([
    { probs: [0.9, 0.8], labels: [1, 1] },
    { probs: [0.4, 0.1], labels: [1, 0] },
    { probs: [0.2, 0.1], labels: [0, 0] },
    { probs: [0.3, 0.6], labels: [0, 0] },
  ]);

  it('averages over attributes', () => {
    const report = attributeReport(four, HALVES);
    expect(report.meanAccuracy).toBeCloseTo((3 / 4 + 3 / 4) / 2);
    expect(report.balancedAccuracy).toBeCloseTo(((1 / 2 + 2 / 2) / 2 + (1 / 1 + 2 / 3) / 2) / 2);
    expect(report.majorityAccuracy).toBeCloseTo((2 / 4 + 3 / 4) / 2);
    expect(report.perAttribute.Arched_Eyebrows).toMatchObject({ accuracy: 0.75, positives: 0.25 });
  });

  it('averages precision and recall over images', () => {
    const report = attributeReport(four, HALVES);
    expect(report.precision).toBeCloseTo((1 + 0 + 0 + 0) / 4);
    expect(report.recall).toBeCloseTo((1 + 0 + 0 + 0) / 4);
    expect(report.f1).toBeCloseTo(0.25);
  });

  it('takes another threshold for each attribute', () => {
    const report = attributeReport(four, [0.35, 0.7, ...HALVES.slice(2)]);
    expect(report.meanAccuracy).toBe(1);
  });

  it('leaves out what nobody labelled', () => {
    expect(attributeReport(four, HALVES).perAttribute.Bangs).toEqual({
      accuracy: null,
      balancedAccuracy: null,
      majority: null,
      positives: null,
    });
  });
});

it('refuses probabilities and labels that do not belong together', () => {
  expect(() => new AttributeTable(new Float32Array(40), new Int8Array(80))).toThrow(RangeError);
});

describe('calibrationError', () => {
  it('is zero where probabilities are frequencies', () => {
    const images = [1, 1, 1, 0].map((label) => ({ probs: [0.75], labels: [label] }));
    expect(calibrationError(table(images))).toBeCloseTo(0);
  });

  it('is the gap where they are not', () => {
    const images = [1, 0].map((label) => ({ probs: [0.9], labels: [label] }));
    expect(calibrationError(table(images))).toBeCloseTo(0.4);
  });
});

it('counts images that contradict themselves', () => {
  const said = (...names: string[]) => ({
    probs: ATTRIBUTE_NAMES.map((name) => (names.includes(name) ? 0.9 : 0.1)),
    labels: ATTRIBUTE_NAMES.map(() => 0),
  });
  expect(contradictionRate(table([said('No_Beard', 'Goatee'), said('No_Beard'), said('Goatee'), said()]))).toBe(0.25);
});

it('reports age and gender by the bracket that was labelled', () => {
  const report = ageGenderReport([
    { ageYears: 30, labelledAgeYears: 28, gender: 'male', labelledGender: 'male' },
    { ageYears: 40, labelledAgeYears: 30, gender: 'male', labelledGender: 'female' },
    { ageYears: 66, labelledAgeYears: 70, gender: 'female', labelledGender: 'female' },
  ]);
  expect(report).toMatchObject({ images: 3, ageMaeYears: 16 / 3, ageWithin5Years: 2 / 3, genderAccuracy: 2 / 3 });
  expect(report.byBracket['25-34']).toEqual({ images: 2, ageMaeYears: 6, ageWithin5Years: 0.5, genderAccuracy: 0.5 });
  expect(report.byBracket['0-14']).toEqual({ images: 0, ageMaeYears: null, ageWithin5Years: null, genderAccuracy: null });
});
