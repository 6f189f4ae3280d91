// `npm run bench`: how many cameras this machine sustains at 5 frames per second, and how old a frame is when its track message goes out.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemoVideo } from '../demo-video.js';
import { measureCameraLoads, type CameraLoad } from './cameras.js';
import { describeMachine } from './machine.js';

const RESULTS = fileURLToPath(new URL('../../../bench/results/', import.meta.url));

function row({ cameras, measuredFps, sustained, frameAgeP50Ms, frameAgeP95Ms }: CameraLoad): string {
  const cells = [cameras, measuredFps.toFixed(1), frameAgeP50Ms.toFixed(0), frameAgeP95Ms.toFixed(0), sustained ? 'yes' : 'no'];
  return cells.map((cell) => String(cell).padStart(12)).join('');
}

const machine = describeMachine();
console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, ffmpeg ${machine.ffmpeg}\n`);
console.log(['cameras', 'fps', 'age p50 ms', 'age p95 ms', 'sustained'].map((title) => title.padStart(12)).join(''));

const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'));
try {
  const film = join(folder, 'film.mp4');
  await makeDemoVideo(film);
  const cameraLoads = await measureCameraLoads(film, (load) => console.log(row(load)));
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, 'cameras.json'), `${JSON.stringify({ machine, cameraLoads }, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
