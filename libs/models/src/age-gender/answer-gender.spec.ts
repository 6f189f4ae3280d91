import { describe, expect, it } from 'vitest';
import { answerGender } from './answer-gender.js';

const PARAMETERS = { attributeWeight: 0.5, ageGenderWeight: 0.25, bias: -0.5, unknownWithin: 1, childYears: 10 };

const face = (attributeLogit: number, ageGenderLogit: number, ageYears = 30) =>
  answerGender({ attributeLogit, ageGenderLogit, ageYears }, PARAMETERS);

describe('one answer from two networks', () => {
  it('weighs what both say', () => {
    expect(face(6, 4).gender).toBe('male');
    expect(face(-6, -4).gender).toBe('female');
    expect(face(6, -4)).toMatchObject({ gender: 'male', genderProbability: expect.closeTo(1 / (1 + Math.exp(-1.5))) as number });
  });

  it('does not guess where they disagree', () => {
    expect(face(2, -2)).toEqual({ gender: 'unknown', genderProbability: 0.5 });
    expect(face(3, -2).gender).toBe('unknown');
  });

  it('leaves children’s gender open, however sure the networks are', () => {
    expect(face(9, 9, 9.9).gender).toBe('unknown');
    expect(face(9, 9, 10).gender).toBe('male');
  });
});
