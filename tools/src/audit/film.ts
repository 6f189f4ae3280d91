import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SAMPLE_PHOTOS } from '../sample-photos.js';

const [WIDTH_PX, HEIGHT_PX] = [1280, 720];
const SECONDS_EACH = 2.5;
const FIT = `scale=${WIDTH_PX}:${HEIGHT_PX}:force_original_aspect_ratio=increase,crop=${WIDTH_PX}:${HEIGHT_PX}`;

/** What happens to people before a camera; each scene is cut hard against the next. */
const SCENES = {
  /** They come in from the right, cut by the edge, and leave on the left. */
  entering: `scale=-2:${HEIGHT_PX},pad=iw+2*${WIDTH_PX}:ih:${WIDTH_PX}:0,crop=${WIDTH_PX}:${HEIGHT_PX}:(iw-ow)*t/${SECONDS_EACH}:0`,
  tilting: `${FIT},rotate=0.6*sin(2*PI*t/${SECONDS_EACH})`,
  /** From above the picture's upper edge into it. */
  sinking: `${FIT},pad=iw:2*ih:0:ih,crop=${WIDTH_PX}:${HEIGHT_PX}:0:(ih-oh)*t/${SECONDS_EACH}`,
  hazy: `${FIT},eq=contrast=0.4:brightness=0.2,gblur=sigma=1.5`,
  dark: `${FIT},eq=contrast=0.7:brightness=-0.3,noise=alls=12:allf=t`,
  far: `scale=${WIDTH_PX / 2}:-2,pad=${WIDTH_PX}:${HEIGHT_PX}:(ow-iw)/2:(oh-ih)/2`,
} as const;

const FILMS = fileURLToPath(new URL('../../../../shared/data/videos/', import.meta.url));
/** People who walk, sit and turn their heads; used where the sample data is. */
const CLIPS = ['face-demographics-walking-and-pause.mp4', 'head-pose-face-detection-female.mp4', 'classroom.mp4'];

/**
 * Makes a film on which previews are audited, 1280×720 at 25 fps: photos of people and, where the sample data is, films of them; entering, leaving,
 * tilting their heads, turning, cut off by each edge, in haze, in the dark, far away, with a hard cut each few seconds.
 *
 * @returns how many scenes it has
 */
export async function makeAuditFilm(path: string): Promise<number> {
  const photos = SAMPLE_PHOTOS.flatMap((photo) => Object.values(SCENES).map((filter) => ({ input: stillInput(photo), filter })));
  const clips = CLIPS.map((name) => join(process.env['VITRINE_TEST_DATA'] ?? FILMS, name)).filter((clip) => existsSync(clip));
  const films = clips.flatMap((clip) => [FIT, SCENES.hazy, SCENES.far].map((filter) => ({ input: clipInput(clip), filter })));
  const scenes = [...photos, ...films];
  const filters = scenes.map(({ filter }, index) => `[${index}:v]${filter},setsar=1,fps=25,format=yuv420p[v${index}]`);
  const joined = `${scenes.map((_, index) => `[v${index}]`).join('')}concat=n=${scenes.length}:v=1[v]`;
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-g', '50', '-bf', '0'];
  const inputs = scenes.flatMap(({ input }) => input);
  const args = [
    '-y',
    '-v',
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
  return scenes.length;
}

function stillInput(photo: string): string[] {
  return ['-loop', '1', '-framerate', '25', '-t', String(SECONDS_EACH), '-i', photo];
}

function clipInput(clip: string): string[] {
  return ['-t', String(SECONDS_EACH), '-i', clip];
}
