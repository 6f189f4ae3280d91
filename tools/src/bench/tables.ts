import type { CameraLoad } from './camera-load.js';
import type { GpuFigures } from './gpu.js';
import type { HistoryCost, HistoryGrowth } from './history.js';
import type { PeerFigures } from './peers/compare.js';
import type { StageCost } from './stages.js';

const TITLE_WIDTH = 58;
const cells = (values: readonly (string | number)[]): string => values.map((value) => String(value).padStart(11)).join('');
const titled = (title: string, values: readonly (string | number)[]): string => title.padEnd(TITLE_WIDTH) + cells(values);

export const STAGE_HEADING = titled('stage, by itself, one inference thread', ['', 'p50 ms', 'p95 ms', 'runs']);

export function stageRow({ stage, per, p50Ms, p95Ms, runs }: StageCost): string {
  return titled(stage, [`a ${per}`, p50Ms.toFixed(1), p95Ms.toFixed(1), runs]);
}

export const CAMERA_HEADING = cells([
  'cameras',
  'fps',
  'sustained',
  'age p50 ms',
  'age p95 ms',
  'loop p99',
  'rss MiB',
  'overloaded',
  'covered %',
]);

export function cameraRow(load: CameraLoad): string {
  const { cameras, slowestFps, sustained, frameAgeP50Ms, frameAgeP95Ms, loopDelayP99Ms } = load;
  return cells([
    cameras,
    slowestFps.toFixed(1),
    sustained ? 'yes' : 'no',
    frameAgeP50Ms.toFixed(0),
    frameAgeP95Ms.toFixed(0),
    loopDelayP99Ms.toFixed(0),
    load.rssMiB.join('→'),
    load.overloadedCameras,
    (100 * load.coveredShare).toFixed(0),
  ]);
}

export const PEER_HEADING = titled('the same film, one thread each', [
  'ms a frame',
  'cpu ms',
  'fps a core',
  'found',
  'others',
  'cameras',
]);

export function peerRow(result: PeerFigures | { readonly name: string; readonly skipped: string }): string {
  if ('skipped' in result) return `${result.name}: SKIPPED: ${result.skipped}`;
  const { name, msPerFrame, cpuMsPerFrame, fpsPerCore, found, marked, others, cameras } = result;
  return titled(name, [
    msPerFrame.toFixed(1),
    cpuMsPerFrame.toFixed(1),
    fpsPerCore.toFixed(1),
    `${found}/${marked}`,
    others,
    cameras.toFixed(1),
  ]);
}

export const GPU_HEADING = titled('networks by batch', ['batch', 'ms', 'a second', 'cameras']);

export function gpuRow({ what, batch, ms, perSecond, cameras }: GpuFigures): string {
  return titled(what, [batch, ms.toFixed(1), perSecond.toFixed(0), cameras === null ? '' : cameras.toFixed(0)]);
}

export const HISTORY_HEADING = titled('history', ['days', 'rows', 'p50 ms', 'p95 ms', 'rows/s', 'grows MiB']);

export function historyRow({ store, days, what, rows, p50Ms, p95Ms, rowsPerS, growthMiB }: HistoryCost): string {
  const shown = (value: number | null) => (value === null ? '' : value.toFixed(0));
  return titled(`${store}: ${what}`, [days, rows, shown(p50Ms), shown(p95Ms), shown(rowsPerS), shown(growthMiB)]);
}

export function growthRow({ store, what, fromDays, toDays, times }: HistoryGrowth): string {
  return `${store}: ${what} takes ${times.toFixed(2)} times as long after ${toDays} days as after ${fromDays}`;
}
