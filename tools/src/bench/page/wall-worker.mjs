// In the place of the stream worker: says of every camera that it is told of what a camera at a door says, in time that passes
// `VITRINE_BENCH_SPEED` times as fast.
import { begin, say, sayVisit } from '../pretended-worker.mjs';

const SPEED = Number(process.env.VITRINE_BENCH_SPEED);
/** Of the cameras' time. Each camera says once a second where its person is. */
const SECOND_MS = 1_000 / SPEED;
const STAY_S = 8;
const STATUS_EVERY_S = 2;
/** Each camera is away now and then, one after the other, and comes back. */
const LOST_EVERY_S = 600;
const LOST_FOR_S = 4;
const FPS = 5;

let cameras = [];
begin((desired) => (cameras = desired.cameras));

let second = 0;
setInterval(() => {
  second += 1;
  for (const [index, { id }] of cameras.entries()) sayOf(index, id, second + 37 * index);
}, SECOND_MS);

/** @param atS seconds that this camera has been there; each begins at another */
function sayOf(index, cameraId, atS) {
  const isLost = atS % LOST_EVERY_S < LOST_FOR_S;
  if (atS % STATUS_EVERY_S === 0) sayStatus(cameraId, isLost, atS);
  if (isLost) return;
  const way = (atS % STAY_S) / STAY_S;
  sayVisit(index + cameras.length * Math.floor(atS / STAY_S), {
    cameraId,
    box: [0.8 * way, 0.3, 0.8 * way + 0.1, 0.6],
    final: atS % STAY_S === STAY_S - 1,
  });
}

function sayStatus(cameraId, isLost, atS) {
  const atMs = Date.now();
  say({
    kind: 'camera',
    status: {
      cameraId,
      atMs,
      sinceMs: atMs,
      nextTryAtMs: null,
      ...(isLost
        ? {
            state: 'reconnecting',
            error: { code: 'stalled', message: 'no frame came', remedy: 'It is opened anew.', atMs },
            stats: null,
          }
        : { state: 'live', error: null, stats: statsOf(atS) }),
    },
  });
}

function statsOf(atS) {
  const frames = FPS * atS;
  const nothing = {
    framesFailed: 0,
    facesSmall: 0,
    facesTurned: 0,
    facesBlurred: 0,
    facesUnjudged: 0,
    visitsUnseen: 0,
    previewsDropped: 0,
  };
  return {
    widthPx: 1_280,
    heightPx: 720,
    decodedFrames: frames,
    analysedFrames: frames,
    droppedFrames: 0,
    measuredFps: FPS,
    frameAgeMs: 40 + (atS % 20),
    frameAgeP95Ms: 60,
    reconnects: 0,
    losses: nothing,
  };
}
