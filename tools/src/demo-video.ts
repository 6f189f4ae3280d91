import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { SAMPLE_PHOTOS } from './sample-photos.js';

const SECONDS_EACH = 8;
const [WIDTH_PX, HEIGHT_PX] = [1280, 720];

/** Makes a film that pans slowly over the sample photos of @vladmandic/face-api: 1280×720, 25 fps, H.264. A film that exists is kept. */
export async function makeDemoVideo(path: string): Promise<void> {
  if (existsSync(path)) return;
  const inputs = SAMPLE_PHOTOS.flatMap((photo) => ['-loop', '1', '-framerate', '25', '-t', `${SECONDS_EACH}`, '-i', photo]);
  const pan = `scale=${WIDTH_PX * 1.25}:-2,crop=${WIDTH_PX}:${HEIGHT_PX}:(iw-ow)*t/${SECONDS_EACH}:(ih-oh)/4,setsar=1`;
  const filters = SAMPLE_PHOTOS.map((_, index) => `[${index}:v]${pan}[v${index}]`);
  const joined = `${SAMPLE_PHOTOS.map((_, index) => `[v${index}]`).join('')}concat=n=${SAMPLE_PHOTOS.length}:v=1[v]`;
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', '-bf', '0'];
  const args = [
    '-y',
    '-hide_banner',
    '-loglevel',
    'error',
    ...inputs,
    '-filter_complex',
    [...filters, joined].join(';'),
    '-map',
    '[v]',
    ...encode,
    path,
  ];
  await promisify(execFile)('ffmpeg', args);
}
