import { expect, it } from 'vitest';
import { LoadJudge } from './load-judge.js';

const TICK_MS = 500;

/** A camera of which so many frames arrive and are analysed each second. */
class Film {
  #atMs = 0;
  #arrived = 0;
  #analysed = 0;
  constructor(private readonly judge: LoadJudge) {}

  /** @returns what is said at each tick */
  run(seconds: number, rate: { arrived: number; analysed: number; isMachineBusy?: boolean }): (string | null)[] {
    return Array.from({ length: (seconds * 1000) / TICK_MS }, () => {
      this.#atMs += TICK_MS;
      this.#arrived += (rate.arrived * TICK_MS) / 1000;
      this.#analysed += (rate.analysed * TICK_MS) / 1000;
      const counts = { arrived: Math.floor(this.#arrived), analysed: Math.floor(this.#analysed) };
      return this.judge.judge({ atMs: this.#atMs, ...counts, isMachineBusy: rate.isMachineBusy ?? false })?.cause ?? null;
    });
  }
}

it.each([
  { fps: 5, arrived: 5, analysed: 5, isMachineBusy: true, says: null, why: 'all is analysed, on a machine that is busy' },
  { fps: 5, arrived: 4, analysed: 4, says: null, why: 'the camera itself gives four' },
  { fps: 5, arrived: 5, analysed: 1, says: 'analysis', why: 'one frame of five is analysed' },
  { fps: 5, arrived: 1, analysed: 1, isMachineBusy: true, says: 'decoding', why: 'the machine cannot decode more' },
  { fps: 5, arrived: 5, analysed: 0, says: 'analysis', why: 'frames arrive and nothing is analysed' },
  { fps: 0.5, arrived: 0.5, analysed: 0.5, says: null, why: 'a slow camera' },
  { fps: 30, arrived: 30, analysed: 12, says: 'analysis', why: 'a fast camera' },
])('says $says of $arrived arrived and $analysed analysed of $fps fps: $why', ({ fps, says, ...rate }) => {
  expect(new Film(new LoadJudge(fps)).run(30, rate).at(-1)).toBe(says);
});

it('needs an overload of some seconds, and calm of more, so that the state does not flicker', () => {
  const film = new Film(new LoadJudge(5));
  expect(film.run(10, { arrived: 5, analysed: 5 })).not.toContain('analysis');
  expect(film.run(1, { arrived: 5, analysed: 3 })).not.toContain('analysis');
  expect(film.run(10, { arrived: 5, analysed: 5 })).not.toContain('analysis');
  expect(film.run(10, { arrived: 5, analysed: 2 }).at(-1)).toBe('analysis');
  expect(film.run(9, { arrived: 5, analysed: 5 }).at(-1)).toBe('analysis');
  expect(film.run(10, { arrived: 5, analysed: 5 }).at(-1)).toBeNull();
});

it('forgets with the source', () => {
  const judge = new LoadJudge(5);
  const film = new Film(judge);
  film.run(10, { arrived: 5, analysed: 1 });
  judge.reset();
  expect(film.run(3, { arrived: 5, analysed: 5 }).at(-1)).toBeNull();
});
