import type { Gender } from '@vitrine/contracts';

export interface GenderSample {
  readonly gender: Gender;
  readonly labelledGender: Gender;
}

/** Shares, 0–1; null where nobody is counted. */
export interface GenderReport {
  readonly images: number;
  readonly unknown: number | null;
  /** Of those answered, as are the next three. */
  readonly right: number | null;
  readonly womenRight: number | null;
  readonly menRight: number | null;
  /** The share of women that would be published less the true one. */
  readonly womenShareError: number | null;
}

/** What matters to shares: how many have no answer, and whether women and men are wrong equally often. */
export function genderReport(samples: readonly GenderSample[]): GenderReport {
  const answered = samples.filter(({ gender }) => gender !== 'unknown');
  const isRight = ({ gender, labelledGender }: GenderSample) => gender === labelledGender;
  const women = share(answered, ({ gender }) => gender === 'female');
  const labelledWomen = share(samples, ({ labelledGender }) => labelledGender === 'female');
  const rightOf = (sex: Gender) =>
    share(
      answered.filter(({ labelledGender }) => labelledGender === sex),
      isRight,
    );
  return {
    images: samples.length,
    unknown: share(samples, ({ gender }) => gender === 'unknown'),
    right: share(answered, isRight),
    womenRight: rightOf('female'),
    menRight: rightOf('male'),
    womenShareError: women === null || labelledWomen === null ? null : women - labelledWomen,
  };
}

function share(samples: readonly GenderSample[], isSo: (sample: GenderSample) => boolean): number | null {
  return samples.length === 0 ? null : samples.filter(isSo).length / samples.length;
}
