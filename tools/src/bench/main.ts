// `npm run bench [-- stages|cameras|peers|gpu|live|page|history|history-year]`: what each stage costs and how many cameras this machine sustains (both when nothing is
// named); the same film through what people would use instead; networks on a GPU; a crowd of subscribers; the dashboard in
// a browser; questions about a long past.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemoVideo } from '../demo-video.js';
import { ENGINES, measureEngine, type Engine } from './cameras.js';
import { measureGpu } from './gpu.js';
import { growthOf, measureHistory } from './history.js';
import { liveRows, measureLive } from './live/measure.js';
import { describeMachine } from './machine.js';
import { measurePage } from './page/measure.js';
import { comparePeers } from './peers/compare.js';
import { measureStages } from './stages.js';
import {
  CAMERA_HEADING,
  cameraRow,
  GPU_HEADING,
  gpuRow,
  growthRow,
  HISTORY_HEADING,
  historyRow,
  PEER_HEADING,
  peerRow,
  STAGE_HEADING,
  stageRow,
} from './tables.js';

const RESULTS = fileURLToPath(new URL('../../../bench/results/', import.meta.url));

const BENCHES = {
  stages: benchStages,
  cameras: benchCameras,
  peers: benchPeers,
  gpu: benchGpu,
  live: benchLive,
  page: () => measurePage((row) => console.log(row)),
  history: (folder: string) => benchHistory(folder, [90]),
  'history-year': (folder: string) => benchHistory(folder, [90, 365]),
} as const;
type Bench = keyof typeof BENCHES;

async function benchStages(folder: string): Promise<unknown> {
  console.log(STAGE_HEADING);
  return measureStages(await demoFilm(folder), (cost) => console.log(stageRow(cost)));
}

async function benchCameras(folder: string): Promise<unknown> {
  const film = await demoFilm(folder);
  const engines = [];
  for (const engine of Object.keys(ENGINES) as Engine[]) {
    console.log(`${engine}\n${CAMERA_HEADING}`);
    const loads = await measureEngine(film, engine, (load) => console.log(cameraRow(load)));
    console.log(`${engine}: ${loads.sustainedCameras} cameras at 5 fps\n`);
    engines.push(loads);
  }
  return engines;
}

async function benchPeers(folder: string): Promise<unknown> {
  console.log(PEER_HEADING);
  return comparePeers(folder, (result) => console.log(peerRow(result)));
}

async function benchGpu(folder: string): Promise<unknown> {
  console.log(GPU_HEADING);
  return measureGpu(await demoFilm(folder), (figures) => console.log(gpuRow(figures)));
}

async function benchLive(): Promise<unknown> {
  const figures = await measureLive();
  console.log(liveRows(figures));
  return figures;
}

/** What an analyst waits, over fifty cameras' made-up history in each store. */
async function benchHistory(folder: string, lengthsDays: readonly number[]): Promise<unknown> {
  console.log(HISTORY_HEADING);
  const costs = await measureHistory(folder, lengthsDays, (cost) => console.log(historyRow(cost)));
  for (const growth of growthOf(costs)) console.log(growthRow(growth));
  return costs;
}

async function demoFilm(folder: string): Promise<string> {
  const film = join(folder, 'film.mp4');
  await makeDemoVideo(film);
  return film;
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  console.error(`vitrine: there is no bench '${unknown}'; name some of ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
const machine = describeMachine();
console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, ffmpeg ${machine.ffmpeg}\n`);
const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'));
try {
  await mkdir(RESULTS, { recursive: true });
  for (const name of wanted.length > 0 ? (wanted as Bench[]) : (['stages', 'cameras'] as const)) {
    const figures = await BENCHES[name](folder);
    const command = `npm run bench -- ${name}`;
    await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify({ command, machine, figures }, null, 2)}\n`);
    console.log('');
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
