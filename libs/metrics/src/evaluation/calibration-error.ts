import { ATTRIBUTE_COUNT } from '@vitrine/contracts';
import { UNKNOWN, type AttributeTable } from './attribute-table.js';

const BINS = 15;

/**
 * Expected calibration error (Guo et al., 2017): per attribute Σ share(bin) · |mean probability − share of positives| over bins of equal
 * width, averaged over the attributes that have labels. 0–1, 0 is best.
 */
export function calibrationError(table: AttributeTable): number {
  const errors = Array.from({ length: ATTRIBUTE_COUNT }, (_, attribute) => errorOf(table, attribute)).filter(
    (error) => error !== null,
  );
  return errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length);
}

function errorOf(table: AttributeTable, attribute: number): number | null {
  /** Per bin: probabilities minus labels. Its magnitude is the bin's share times its gap, but for the count of images. */
  const gaps = new Float64Array(BINS);
  let known = 0;
  for (let image = 0; image < table.images; image++) {
    const label = table.label(image, attribute);
    if (label === UNKNOWN) continue;
    const probability = table.probability(image, attribute);
    gaps[Math.min(BINS - 1, Math.floor(probability * BINS))]! += probability - label;
    known++;
  }
  return known > 0 ? gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / known : null;
}
