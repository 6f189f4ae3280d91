// In the place of the stream worker: says of ten cameras what a busy mall says, without looking at anything.
import { randomUUID } from 'node:crypto';

const CAMERAS = 10;
/** Visits told a second, over all cameras; each is one message to whoever listens. */
const VISITS_PER_SECOND = 50;

const source = randomUUID();
let seq = 0;
const say = (event) => process.send({ source, seq: (seq += 1), event });

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
  },
});
process.on('message', () => undefined);
process.on('disconnect', () => process.exit(0));

let count = 0;
setInterval(() => {
  count += 1;
  const atMs = Date.now();
  say({
    kind: 'visit',
    visit: {
      cameraId: `camera-${count % CAMERAS}`,
      visitId: `visit-${count % 400}`,
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
    },
  });
}, 1_000 / VISITS_PER_SECOND);
