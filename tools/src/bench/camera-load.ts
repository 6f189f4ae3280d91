import type { CameraStatus, Coverage, WorkerEvent, WorkerStats } from '@vitrine/contracts';
import { quantile } from './quantile.js';

/** A camera is sustained when it loses no more than one frame in twenty. */
const SUSTAINED_SHARE = 0.95;
const MIB = 2 ** 20;
/** How often a worker tells the coverage of the running minute. */
const TELLING_MS = 2_000;

/** How one worker fares with a number of cameras. */
export interface CameraLoad {
  readonly cameras: number;
  /** Frames analysed each second, of the slowest camera. */
  readonly slowestFps: number;
  readonly sustained: boolean;
  /** From the reading of a frame to the sending of the visit message that it led to. */
  readonly frameAgeP50Ms: number;
  readonly frameAgeP95Ms: number;
  /** How long the worker's event loop did not come round. */
  readonly loopDelayP99Ms: number;
  /** At the beginning and at the end of the run. */
  readonly rssMiB: readonly [first: number, last: number];
  readonly overloadedCameras: number;
  /** Share of the time of all cameras in which frames were analysed as often as visits need it, as the worker tells it. */
  readonly coveredShare: number;
  readonly visitMessages: number;
}

/** Reads what happened off the events of a worker. */
export function summarise(events: readonly WorkerEvent[], { cameras, fps }: { cameras: number; fps: number }): CameraLoad {
  const statuses = events.flatMap((event) => (event.kind === 'camera' ? [event.status] : []));
  const stats = events.flatMap((event) => (event.kind === 'stats' ? [event.stats] : []));
  const visits = events.flatMap((event) => (event.kind === 'visit' && !event.visit.final ? [event.visit] : []));
  const agesMs = visits.map(({ frameAgeMs }) => frameAgeMs);
  const slowestFps = slowest(statuses);
  return {
    cameras,
    slowestFps,
    sustained: slowestFps >= SUSTAINED_SHARE * fps,
    frameAgeP50Ms: quantile(agesMs, 0.5),
    frameAgeP95Ms: quantile(agesMs, 0.95),
    loopDelayP99Ms: Math.max(0, ...stats.map(({ loopDelayP99Ms }) => loopDelayP99Ms)),
    rssMiB: [rss(stats.at(0)), rss(stats.at(-1))],
    overloadedCameras: newest(statuses).filter(({ state }) => state === 'overloaded').length,
    coveredShare: coveredShare(events.flatMap((event) => (event.kind === 'coverage' ? [event.coverage] : []))),
    visitMessages: visits.length,
  };
}

/** Median of each camera's reports, then the slowest camera. */
function slowest(statuses: readonly CameraStatus[]): number {
  const fpsOf = new Map<string, number[]>();
  for (const { cameraId, stats } of statuses) fpsOf.set(cameraId, [...(fpsOf.get(cameraId) ?? []), stats?.measuredFps ?? 0]);
  return Math.min(...[...fpsOf.values()].map((reports) => quantile(reports, 0.5)));
}

function newest(statuses: readonly CameraStatus[]): CameraStatus[] {
  return [...new Map(statuses.map((status) => [status.cameraId, status])).values()];
}

/** The worker tells each running minute again and again: what it gained from telling to telling, over the time between. */
function coveredShare(tellings: readonly Coverage[]): number {
  const last = new Map<string, Coverage>();
  let [gainedMs, steps] = [0, 0];
  for (const telling of tellings) {
    const before = last.get(telling.cameraId);
    if (before?.minuteStartMs === telling.minuteStartMs) {
      gainedMs += telling.analysedMs - before.analysedMs;
      steps += 1;
    }
    last.set(telling.cameraId, telling);
  }
  return gainedMs / (steps * TELLING_MS);
}

function rss(stats: WorkerStats | undefined): number {
  return Math.round((stats?.rssBytes ?? Number.NaN) / MIB);
}
