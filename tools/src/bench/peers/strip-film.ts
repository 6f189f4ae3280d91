import type { BoxXyxyPx } from '@vitrine/models';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { SAMPLE_PHOTOS } from '../../sample-photos.js';
import { MARKED_PHOTOS } from './marked-photos.js';

/** What a camera at a door sees: 1280×720 at 25 fps; three to five faces of about 110 px pass at a walking pace. */
export const FILM = { widthPx: 1280, heightPx: 720, fps: 25, seconds: 12, paceSPx: 300 } as const;

/** Makes a film that pans along the sample photos, set side by side. @returns the film's path */
export async function makeStripFilm(folder: string): Promise<string> {
  const photos = await Promise.all(
    SAMPLE_PHOTOS.map((photo, i) => sharp(photo).resize(shownWidthPx(i), FILM.heightPx, { fit: 'fill' }).toBuffer()),
  );
  const strip = join(folder, 'strip.png');
  const background = { width: startPx(photos.length), height: FILM.heightPx, channels: 3, background: '#000' } as const;
  await sharp({ create: background })
    .composite(photos.map((input, i) => ({ input, left: startPx(i), top: 0 })))
    .png()
    .toFile(strip);
  const film = join(folder, 'strip.mp4');
  const still = `loop=loop=${FILM.fps * FILM.seconds - 1}:size=1,setpts=N/${FILM.fps}/TB`;
  const pan = `${still},crop=${FILM.widthPx}:${FILM.heightPx}:x='${FILM.paceSPx}*t':y=0,fps=${FILM.fps}`;
  const source = ['-i', strip];
  const encoding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', '-bf', '0'];
  await promisify(execFile)('ffmpeg', ['-y', '-hide_banner', '-loglevel', 'error', ...source, '-vf', pan, ...encoding, film]);
  return film;
}

/** The faces that are whole in the film's picture at a time, in its pixels. */
export function facesAt(seconds: number): BoxXyxyPx[] {
  const offsetPx = FILM.paceSPx * seconds;
  return MARKED_PHOTOS.flatMap(({ heightPx, faces }, i) => {
    const scale = FILM.heightPx / heightPx;
    const x = startPx(i) - offsetPx;
    return faces.map(([x0, y0, x1, y1]) => [x0 * scale + x, y0 * scale, x1 * scale + x, y1 * scale] as const);
  }).filter(([x0, , x1]) => x0 >= 0 && x1 <= FILM.widthPx);
}

function shownWidthPx(photo: number): number {
  const { widthPx, heightPx } = MARKED_PHOTOS[photo]!;
  return Math.round((widthPx * FILM.heightPx) / heightPx);
}

function startPx(photo: number): number {
  return MARKED_PHOTOS.slice(0, photo).reduce((sum, _, i) => sum + shownWidthPx(i), 0);
}
