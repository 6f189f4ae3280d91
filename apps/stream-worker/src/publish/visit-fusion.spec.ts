import { expect, it } from 'vitest';
import { faceResult } from '../fixtures/face-sample.js';
import { VisitFusion } from './visit-fusion.js';

const sigmoid = (logits: Float32Array) => logits.map((logit) => 1 / (1 + Math.exp(-logit)));
const quality = (score: number) => ({ sizePx: 80, sharpness: 200, yawDeg: 0, rollDeg: 0, score });

it('weighs faces by their quality', () => {
  const fusion = new VisitFusion();
  fusion.add(faceResult(2, { quality: quality(0.9), ageGender: { ageYears: 40, gender: 'male', genderProbability: 0.9 } }));
  fusion.add(faceResult(-2, { quality: quality(0.3), ageGender: { ageYears: 20, gender: 'female', genderProbability: 0.9 } }));
  const { ageYears, gender, attributes, faces, quality: best } = fusion.fused(sigmoid);
  expect(ageYears).toBeCloseTo(35);
  expect(gender).toBe('male');
  // (0.9 · 2 − 0.3 · 2) / 1.2 = 1
  expect(attributes.Smiling).toBeCloseTo(1 / (1 + Math.exp(-1)));
  expect({ faces, best }).toEqual({ faces: 2, best: 0.9 });
});

it('states the probability of the gender it states', () => {
  const fusion = new VisitFusion();
  for (let i = 0; i < 3; i += 1)
    fusion.add(faceResult(0, { ageGender: { ageYears: 30, gender: 'female', genderProbability: 0.7 } }));
  expect(fusion.fused(sigmoid)).toMatchObject({ gender: 'female' });
  expect(fusion.fused(sigmoid).genderProbability).toBeCloseTo(0.7);
});

it('spreads the age by disagreement between faces, and never below the estimator’s own error', () => {
  const [alike, apart] = [new VisitFusion(), new VisitFusion()];
  for (const ageYears of [30, 30]) alike.add(faceResult(0, { ageGender: { ageYears, gender: 'male', genderProbability: 0.9 } }));
  for (const ageYears of [20, 40]) apart.add(faceResult(0, { ageGender: { ageYears, gender: 'male', genderProbability: 0.9 } }));
  expect(alike.fused(sigmoid).ageSpreadYears).toBeCloseTo(5);
  expect(apart.fused(sigmoid).ageSpreadYears).toBeCloseTo(Math.hypot(10, 5));
});

it('is not carried away by one face that is certain beyond measure', () => {
  const fusion = new VisitFusion();
  fusion.add(faceResult(0, { ageGender: { ageYears: 30, gender: 'male', genderProbability: 1 } }));
  expect(fusion.fused(sigmoid).genderProbability).toBeLessThan(1);
});
