import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const PHOTOS = [1, 2, 3, 4, 5, 6].map((number) => `sample${number}.jpg`);
const SECONDS_EACH = 8;
const [WIDTH_PX, HEIGHT_PX] = [1280, 720];

/** Makes a film that pans slowly over the sample photos of @vladmandic/face-api: 1280×720, 25 fps, H.264. A film that exists is kept. */
export async function makeDemoVideo(path: string): Promise<void> {
  if (existsSync(path)) return;
  const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
  const inputs = PHOTOS.flatMap((photo) => [
    '-loop',
    '1',
    '-framerate',
    '25',
    '-t',
    `${SECONDS_EACH}`,
    '-i',
    join(folder, photo),
  ]);
  const pan = `scale=${WIDTH_PX * 1.25}:-2,crop=${WIDTH_PX}:${HEIGHT_PX}:(iw-ow)*t/${SECONDS_EACH}:(ih-oh)/4,setsar=1`;
  const filters = PHOTOS.map((_, index) => `[${index}:v]${pan}[v${index}]`);
  const joined = `${PHOTOS.map((_, index) => `[v${index}]`).join('')}concat=n=${PHOTOS.length}:v=1[v]`;
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
