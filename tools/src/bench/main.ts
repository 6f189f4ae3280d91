// `npm run bench`: what each stage costs, how many cameras this machine sustains at 5 frames per second, and how old a frame is when its
// track message goes out.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemoVideo } from '../demo-video.js';
import { measureCameraLoads, type CameraLoad } from './cameras.js';
import { describeMachine } from './machine.js';
import { measureStages, type StageCost } from './stages.js';

const RESULTS = fileURLToPath(new URL('../../../bench/results/', import.meta.url));

const cells = (values: readonly (string | number)[]) => values.map((value) => String(value).padStart(12)).join('');
const titled = (title: string, values: readonly (string | number)[]) => title.padEnd(36) + cells(values);

function stageRow({ stage, per, p50Ms, p95Ms, runs }: StageCost): string {
  return titled(stage, [`a ${per}`, p50Ms.toFixed(1), p95Ms.toFixed(1), runs]);
}

function cameraRow({ cameras, measuredFps, sustained, frameAgeP50Ms, frameAgeP95Ms }: CameraLoad): string {
  return cells([cameras, measuredFps.toFixed(1), frameAgeP50Ms.toFixed(0), frameAgeP95Ms.toFixed(0), sustained ? 'yes' : 'no']);
}

const machine = describeMachine();
console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, ffmpeg ${machine.ffmpeg}`);

const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'));
try {
  const film = join(folder, 'film.mp4');
  await makeDemoVideo(film);
  console.log(`\n${titled('stage, by itself on one thread', ['', 'p50 ms', 'p95 ms', 'runs'])}`);
  const stages = await measureStages(film, (cost) => console.log(stageRow(cost)));
  console.log(`\n${cells(['cameras', 'fps', 'age p50 ms', 'age p95 ms', 'sustained'])}`);
  const cameraLoads = await measureCameraLoads(film, (load) => console.log(cameraRow(load)));
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, 'bench.json'), `${JSON.stringify({ machine, stages, cameraLoads }, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
