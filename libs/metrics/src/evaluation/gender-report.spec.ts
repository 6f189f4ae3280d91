import type { Gender } from '@vitrine/contracts';
import { expect, it } from 'vitest';
import { genderReport } from './gender-report.js';

const said = (labelledGender: Gender, ...answers: Gender[]) => answers.map((gender) => ({ gender, labelledGender }));

it('counts who has no answer apart from who has a wrong one', () => {
  const samples = [...said('female', 'female', 'female', 'male', 'unknown'), ...said('male', 'male', 'male', 'male', 'unknown')];
  expect(genderReport(samples)).toEqual({
    images: 8,
    unknown: 0.25,
    right: 5 / 6,
    womenRight: 2 / 3,
    menRight: 1,
    womenShareError: 2 / 6 - 0.5,
  });
});

it('says nothing of nobody', () => {
  expect(genderReport(said('male', 'unknown'))).toMatchObject({ unknown: 1, right: null, menRight: null, womenShareError: null });
  expect(genderReport([])).toMatchObject({ images: 0, unknown: null });
});
