import { planarImage, type FivePoints, type InferencePool } from '@vitrine/models';

/** A usual camera, to which what a machine takes is reckoned. */
const [FPS, WIDTH_PX, HEIGHT_PX] = [5, 1280, 720];
/** Faces that are judged each second before a door at which somebody always stands. */
const JUDGED_A_SECOND = 1;
/** Decoding a frame, four of five of them for nothing, takes about as long as finding the faces in one. */
const DECODING = 1;
/** What is left for everything else. */
const USED_SHARE = 0.75;
const ROUNDS = 4;

const FACE: FivePoints = [
  { x: 600, y: 320 },
  { x: 680, y: 320 },
  { x: 640, y: 370 },
  { x: 608, y: 410 },
  { x: 672, y: 410 },
];
const FACE_BOX = [560, 250, 720, 460] as const;
const ANY_FACE = { minFacePx: 0, minSharpness: 0, maxYawDeg: 90, maxRollDeg: 180 };

/**
 * How many cameras this machine sustains, reckoned from how long its networks take while all inference threads are at work. A beginning, for
 * sharing cameras out: `npm run bench -- cameras` measures it with cameras.
 *
 * @returns cameras at 5 frames a second, at least one
 */
export async function measureCapacity(pool: Pick<InferencePool, 'detect' | 'cut' | 'judge' | 'status'>): Promise<number> {
  const frame = noisyFrame();
  const detectMs = await msOf(pool, () => pool.detect(frame));
  const judgeMs = await msOf(pool, async () => {
    const [cut] = await pool.cut(frame, [{ box: [...FACE_BOX], points: FACE }], ANY_FACE);
    if (cut?.crops) await pool.judge([cut.crops]);
  });
  const msACamera = FPS * (1 + DECODING) * detectMs + JUDGED_A_SECOND * judgeMs;
  return Math.max(1, Math.floor((USED_SHARE * 1000) / Math.max(1, msACamera)));
}

/** @returns what one piece of work takes of the machine's time when every thread has some, ms; the first round warms up */
async function msOf(pool: Pick<InferencePool, 'status'>, run: () => Promise<unknown>): Promise<number> {
  const { threads } = pool.status();
  let startedAtMs = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    if (round === 1) startedAtMs = performance.now();
    await Promise.all(Array.from({ length: threads }, run));
  }
  return (performance.now() - startedAtMs) / (ROUNDS * threads);
}

/** A picture in which nothing is sharp enough to be a face, and nothing flat. */
function noisyFrame() {
  const frame = planarImage(WIDTH_PX, HEIGHT_PX);
  for (let i = 0; i < frame.y.length; i += 1) frame.y[i] = 64 + ((i * 2_654_435_761) >>> 25);
  return frame;
}
