import type { CameraSpec, CameraStatus, TrackUpdate } from '@vitrine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRtspCamera } from '../rtsp-camera/index.js';
import { quantile } from './quantile.js';
import { WorkerProcess } from './worker-process.js';

const FPS = 5;
/** A camera is sustained when it loses no more than one frame in twenty. */
const SUSTAINED_SHARE = 0.95;
const WARM_UP_MS = 12_000;
const WATCH_MS = 15_000;
const MOST_CAMERAS = 16;

/** How one worker fares with a number of cameras at 5 frames per second each. */
export interface CameraLoad {
  readonly cameras: number;
  /** Of the slowest camera. */
  readonly measuredFps: number;
  readonly sustained: boolean;
  /** From capture of the frame to sending of the track message. */
  readonly frameAgeP50Ms: number;
  readonly frameAgeP95Ms: number;
  readonly trackMessages: number;
}

/** Adds cameras, one worker run each, until one of them is not sustained. Every camera is an RTSP connection of its own. */
export async function measureCameraLoads(film: string, onLoad: (load: CameraLoad) => void): Promise<CameraLoad[]> {
  const loads: CameraLoad[] = [];
  for (let count = 1; count <= MOST_CAMERAS; count += 1) {
    const load = await measureLoad(film, count);
    onLoad(load);
    loads.push(load);
    if (!load.sustained) break;
  }
  return loads;
}

async function measureLoad(film: string, count: number): Promise<CameraLoad> {
  // One source for all connections: making its pictures is not what is measured.
  const source = await startRtspCamera({ file: film });
  const worker = await WorkerProcess.start();
  try {
    worker.setCameras(Array.from({ length: count }, (_, index) => cameraSpec(source.url, index)));
    await sleep(WARM_UP_MS);
    const firstEvent = worker.events.length;
    await sleep(WATCH_MS);
    return summarise(count, worker.events.slice(firstEvent));
  } finally {
    await worker.stop();
    await source.close();
  }
}

function cameraSpec(url: string, index: number): CameraSpec {
  return { id: `camera-${index + 1}`, name: `Camera ${index + 1}`, url, enabled: true, fps: FPS, transport: 'tcp' };
}

function summarise(cameras: number, events: WorkerProcess['events']): CameraLoad {
  const statuses = events.flatMap((event) => (event.kind === 'camera' ? [event.status] : []));
  const tracks: TrackUpdate[] = events.flatMap((event) => (event.kind === 'track' && !event.track.final ? [event.track] : []));
  const agesMs = tracks.map(({ frameAgeMs }) => frameAgeMs);
  const measuredFps = slowestFps(statuses);
  return {
    cameras,
    measuredFps,
    sustained: measuredFps >= SUSTAINED_SHARE * FPS,
    frameAgeP50Ms: quantile(agesMs, 0.5),
    frameAgeP95Ms: quantile(agesMs, 0.95),
    trackMessages: tracks.length,
  };
}

/** Median of each camera's reports, then the slowest camera. */
function slowestFps(statuses: readonly CameraStatus[]): number {
  const cameraIds = new Set(statuses.map(({ cameraId }) => cameraId));
  const medians = [...cameraIds].map((id) => {
    const reports = statuses.filter(({ cameraId }) => cameraId === id);
    return quantile(
      reports.map(({ stats }) => stats?.measuredFps ?? 0),
      0.5,
    );
  });
  return Math.min(...medians);
}
