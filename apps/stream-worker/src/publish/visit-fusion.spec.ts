import { describe, expect, it } from 'vitest';
import { judgedFace, qualityOf } from '../fixtures/judged-face.js';
import { readAsTold } from '../fixtures/read-as-told.js';
import { VisitFusion } from './visit-fusion.js';

const logOdds = (probability: number) => Math.log(probability / (1 - probability));
const woman = (probability: number, ageYears = 30) => ({ ageYears, maleLogit: -logOdds(probability) });
const man = (probability: number, ageYears = 30) => ({ ageYears, maleLogit: logOdds(probability) });

it('weighs faces by their quality', () => {
  const fusion = new VisitFusion();
  fusion.add(judgedFace(2, { quality: qualityOf(0.9), ...man(0.9, 40) }));
  fusion.add(judgedFace(-2, { quality: qualityOf(0.3), ...woman(0.9, 20) }));
  const { ageYears, gender, attributes, faces, quality: best } = fusion.fused(readAsTold);
  expect(ageYears).toBeCloseTo(35);
  expect(gender).toBe('male');
  // (0.9 · 2 − 0.3 · 2) / 1.2 = 1
  expect(attributes.Smiling).toBeCloseTo(1 / (1 + Math.exp(-1)));
  expect({ faces, best }).toEqual({ faces: 2, best: 0.9 });
});

it('states the probability of the gender it states', () => {
  const fusion = new VisitFusion();
  for (let i = 0; i < 3; i += 1) fusion.add(judgedFace(0, woman(0.7)));
  expect(fusion.fused(readAsTold)).toMatchObject({ gender: 'female' });
  expect(fusion.fused(readAsTold).genderProbability).toBeCloseTo(0.7);
});

it('spreads the age by disagreement between faces, and never below the estimator’s own error', () => {
  const [alike, apart] = [new VisitFusion(), new VisitFusion()];
  for (const ageYears of [30, 30]) alike.add(judgedFace(0, man(0.9, ageYears)));
  for (const ageYears of [20, 40]) apart.add(judgedFace(0, man(0.9, ageYears)));
  expect(alike.fused(readAsTold).ageSpreadYears).toBeCloseTo(5);
  expect(apart.fused(readAsTold).ageSpreadYears).toBeCloseTo(Math.hypot(10, 5));
});

it('is not carried away by one face that is certain beyond measure', () => {
  const fusion = new VisitFusion();
  fusion.add(judgedFace(0, man(1)));
  expect(fusion.fused(readAsTold).genderProbability).toBeLessThan(1);
});

describe('an answer is settled', () => {
  const facesUntilSettled = (faces: Iterable<ReturnType<typeof judgedFace>>): number => {
    const fusion = new VisitFusion();
    for (const face of faces) {
      fusion.add(face);
      if (fusion.isSettled) break;
    }
    return fusion.faces;
  };

  it('by a few good faces that agree', () => {
    expect(facesUntilSettled(Array.from({ length: 20 }, () => judgedFace(1)))).toBe(4);
  });

  it('by more faces when they are poor', () => {
    expect(facesUntilSettled(Array.from({ length: 20 }, () => judgedFace(1, { quality: qualityOf(0.25) })))).toBe(8);
  });

  it('by many when they disagree', () => {
    const faces = Array.from({ length: 20 }, (_, index) => judgedFace(1, index % 2 === 0 ? woman(0.8) : man(0.8)));
    expect(facesUntilSettled(faces)).toBe(12);
  });
});
