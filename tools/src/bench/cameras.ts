import { completeCamera, takeApart, workerConfigSchema, type CameraSpec, type WorkerConfig } from '@vitrine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRtspCamera } from '../rtsp-camera/index.js';
import { summarise, type CameraLoad } from './camera-load.js';
import { WorkerProcess } from './worker-process.js';

export const FPS = 5;
const WARM_UP_MS = 12_000;
const WATCH_MS = 15_000;
const MOST_CAMERAS = 32;
/** Memory and ages of an overloaded worker are watched for longer, since what grows without bound grows slowly. */
const OVERLOAD = { factor: 5, watchMs: 60_000 };

/** The engines that are compared: what the configuration says when nobody says anything, and the first release's. */
export const ENGINES = {
  default: workerConfigSchema.parse({}),
  'face-api tiny 608': workerConfigSchema.parse({ detection: { engine: 'face-api', model: 'tiny', inputSizePx: 608 } }),
} as const;
export type Engine = keyof typeof ENGINES;

export interface EngineLoads {
  readonly engine: Engine;
  /** Most cameras of which each lost no more than one frame in twenty. */
  readonly sustainedCameras: number;
  readonly loads: readonly CameraLoad[];
  /** With half of them, and with five times as many. */
  readonly half: CameraLoad;
  readonly overload: CameraLoad;
}

/** Finds how many cameras a worker sustains, doubling and then halving the gap; each camera is an RTSP connection of its own. */
export async function measureEngine(film: string, engine: Engine, onLoad: (load: CameraLoad) => void): Promise<EngineLoads> {
  const loads: CameraLoad[] = [];
  const measure = async (cameras: number, watchMs = WATCH_MS): Promise<CameraLoad> => {
    const load = await measureLoad(film, ENGINES[engine], { cameras, watchMs });
    onLoad(load);
    return load;
  };
  const isSustained = async (cameras: number): Promise<boolean> => {
    loads.push(await measure(cameras));
    return loads.at(-1)!.sustained;
  };
  let [least, most] = [0, 1];
  while (most <= MOST_CAMERAS && (await isSustained(most))) [least, most] = [most, 2 * most];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (await isSustained(middle)) least = middle;
    else most = middle;
  }
  const half = await measure(Math.max(1, Math.floor(least / 2)));
  const overload = await measure(Math.max(1, least) * OVERLOAD.factor, OVERLOAD.watchMs);
  return { engine, sustainedCameras: least, loads, half, overload };
}

async function measureLoad(film: string, config: WorkerConfig, run: { cameras: number; watchMs: number }): Promise<CameraLoad> {
  // One source for all connections: making its pictures is not what is measured.
  const source = await startRtspCamera({ file: film });
  const worker = await WorkerProcess.start(config);
  try {
    worker.setCameras(Array.from({ length: run.cameras }, (_, index) => cameraSpec(source.url, index)));
    await sleep(WARM_UP_MS);
    const firstEvent = worker.events.length;
    await sleep(run.watchMs);
    return summarise(worker.events.slice(firstEvent), { cameras: run.cameras, fps: FPS });
  } finally {
    await worker.stop();
    await source.close();
  }
}

function cameraSpec(url: string, index: number): CameraSpec {
  return completeCamera({ id: `camera-${index + 1}`, name: `Camera ${index + 1}`, ...takeApart(url), fps: FPS });
}
