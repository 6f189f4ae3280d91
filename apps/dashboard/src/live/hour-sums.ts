import { AGE_BRACKETS, type AgeBracket, type RunningHour } from '@vitrine/contracts';

const MINUTE_MS = 60_000;
const MINUTES = 60;

export interface HourSums {
  readonly visits: number;
  /** Of the sixty minutes that end with the running one, oldest first. */
  readonly visitsByMinute: readonly number[];
  readonly fromMs: number;
  readonly women: number;
  readonly men: number;
  readonly byAge: readonly { readonly age: AgeBracket; readonly women: number; readonly men: number }[];
}

/** Several cameras' last hours as one, aligned by their minutes: a camera that is off has an hour that ended before. */
export function sumHours(hours: readonly RunningHour[], nowMs: number): HourSums {
  const fromMs = (Math.floor(nowMs / MINUTE_MS) - MINUTES + 1) * MINUTE_MS;
  const visitsByMinute = new Array<number>(MINUTES).fill(0);
  for (const hour of hours) {
    const shift = Math.round((hour.fromMs - fromMs) / MINUTE_MS);
    for (const [index, visits] of hour.visitsByMinute.entries()) {
      const minute = index + shift;
      if (minute >= 0 && minute < MINUTES) visitsByMinute[minute]! += visits;
    }
  }
  const groups = hours.flatMap(({ groups: own }) => own);
  const sum = (gender: 'female' | 'male', age?: AgeBracket) =>
    groups
      .filter((group) => group.gender === gender && (age === undefined || group.age === age))
      .reduce((total, { visits }) => total + visits, 0);
  return {
    visits: visitsByMinute.reduce((total, visits) => total + visits, 0),
    visitsByMinute,
    fromMs,
    women: sum('female'),
    men: sum('male'),
    byAge: AGE_BRACKETS.map((age) => ({ age, women: sum('female', age), men: sum('male', age) })),
  };
}

/** Of the normal distribution, for 95 %. */
const Z = 1.96;

/** Half of Wilson's 95 % interval of a share seen in `n` visits, as a share; by chance alone. Fifteen of fifteen prove little. */
export function shareSpread(share: number, n: number): number {
  if (n === 0) return 1;
  return (Z * Math.sqrt((share * (1 - share)) / n + (Z / (2 * n)) ** 2)) / (1 + Z ** 2 / n);
}
