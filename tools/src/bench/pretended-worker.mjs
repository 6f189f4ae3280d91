// What a process says in the place of the stream worker, without looking at anything.
import { randomUUID } from 'node:crypto';

const source = randomUUID();
let seq = 0;

/** To the api, numbered as a worker numbers what it says. */
export const say = (event) => process.send({ source, seq: (seq += 1), event });

/** That it has loaded what it needs, which is nothing. @param onDesired is called with each state that the api wants */
export function begin(onDesired = () => undefined) {
  process.on('message', onDesired);
  process.on('disconnect', () => process.exit(0));
  say({
    kind: 'ready',
    runtime: {
      detector: 'none',
      detectorVersion: 'none',
      detectorProvider: 'none',
      detectorNote: null,
      profile: 'compact',
      modelVersion: 'none',
      provider: 'cpu',
      providerNote: null,
      precision: 'fp32',
      ffmpegVersion: 'none',
      sustainedCameras: 1_000,
    },
  });
}

/** Of the person number `count`, seen now; `stated` are the fields that differ. */
export function sayVisit(count, stated) {
  const atMs = Date.now();
  say({
    kind: 'visit',
    visit: {
      visitId: `visit-${count}`,
      atMs,
      firstSeenAtMs: atMs,
      box: [0.1, 0.1, 0.2, 0.3],
      zoneIds: [],
      ageYears: 20 + (count % 50),
      ageSpreadYears: 5,
      gender: count % 2 === 0 ? 'female' : 'male',
      genderProbability: 0.9,
      attributes: { Eyeglasses: 0.5, Smiling: 0.5, Young: 0.5, Wearing_Hat: 0.5 },
      quality: 0.9,
      faces: 3,
      frameAgeMs: 50,
      final: false,
      ...stated,
    },
  });
}
