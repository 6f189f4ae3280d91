import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { SAMPLE_PHOTOS } from './sample-photos.js';

const FPS = 10;
const [WIDTH_PX, HEIGHT_PX] = [1280, 720];
const WALL = '0xd8d3ca';
/** In view for this long, of which four seconds walking up and three leaving. */
const VISIT_S = 14;
/** Nobody in view: longer than the time in which who comes back is the same visit. */
const GAP_S = 10;

/** A face in one of the sample photos, as left, top, width and height in px; and the colour of the clothes that are painted below it. */
interface Person {
  readonly photo: number;
  readonly face: readonly [number, number, number, number];
  readonly clothes: string;
}

const PEOPLE: readonly Person[] = [
  { photo: 3, face: [1064, 206, 241, 312], clothes: '#2f3b4a' },
  { photo: 5, face: [1403, 385, 201, 307], clothes: '#8a3b34' },
  { photo: 6, face: [251, 482, 216, 287], clothes: '#56633f' },
  { photo: 3, face: [586, 335, 204, 269], clothes: '#c9a98a' },
  { photo: 5, face: [783, 113, 160, 219], clothes: '#a8433c' },
  { photo: 6, face: [674, 326, 183, 309], clothes: '#6f2746' },
  { photo: 4, face: [653, 61, 205, 245], clothes: '#3a3a3a' },
  { photo: 3, face: [1492, 300, 197, 308], clothes: '#5a3154' },
];

/** A figure's picture: the face is in the middle of its upper part, so large. */
const FIGURE = { widthPx: 520, heightPx: 1240, faceX: 260, faceY: 230, facePx: 220 };

/**
 * Makes a film of people who come and go before a plain wall, as at a door: each walks up, stands, turns a little and leaves, and nobody is
 * there for a while. Their heads are of the sample photos of @vladmandic/face-api (MIT), which show women only. A film that exists is kept.
 *
 * @param visitors the first so many of eight
 */
export async function makeVisitorsFilm(path: string, visitors = PEOPLE.length): Promise<void> {
  if (existsSync(path)) return;
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-visitors-'));
  try {
    const people = PEOPLE.slice(0, visitors);
    const figures = people.map((_, index) => join(folder, `${index}.png`));
    await Promise.all(people.map((person, index) => drawFigure(person, figures[index]!)));
    const whole = join(folder, 'visitors.mp4');
    await promisify(execFile)('ffmpeg', filmArguments(figures, whole));
    // Whoever starts at the same time finds the film whole or not at all.
    await rename(whole, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The head, cut out softly, on painted shoulders. */
async function drawFigure({ photo, face, clothes }: Person, path: string): Promise<void> {
  const [left, top, width, height] = face;
  const scale = FIGURE.facePx / height;
  const head = { width: Math.round(2.3 * width), height: Math.round(1.95 * height) };
  const from = { left: Math.round(left + width / 2 - head.width / 2), top: Math.max(0, Math.round(top - 0.42 * height)) };
  const size = { width: Math.round(head.width * scale), height: Math.round(head.height * scale) };
  const cut = await sharp(SAMPLE_PHOTOS[photo - 1])
    .extract({ ...from, width: Math.min(head.width, 1920 - from.left), height: head.height })
    .resize({ ...size, fit: 'fill' })
    .composite([{ input: svg(size, softOval()), blend: 'dest-in' }])
    .png()
    .toBuffer();
  const faceAt = { x: (left + width / 2 - from.left) * scale, y: (top + height / 2 - from.top) * scale };
  await sharp({ create: { width: FIGURE.widthPx, height: FIGURE.heightPx, channels: 4, background: '#0000' } })
    .composite([
      { input: svg({ width: FIGURE.widthPx, height: FIGURE.heightPx }, shoulders(clothes)) },
      { input: cut, left: Math.round(FIGURE.faceX - faceAt.x), top: Math.max(0, Math.round(FIGURE.faceY - faceAt.y)) },
    ])
    .png()
    .toFile(path);
}

function svg({ width, height }: { width: number; height: number }, content: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`);
}

function softOval(): string {
  const stops = '<stop offset="0.8" stop-color="white"/><stop offset="1" stop-color="white" stop-opacity="0"/>';
  return `<defs><radialGradient id="g">${stops}</radialGradient></defs><ellipse cx="50%" cy="50%" rx="48%" ry="50%" fill="url(#g)"/>`;
}

function shoulders(colour: string): string {
  const { widthPx: w, heightPx: h, faceX: x } = FIGURE;
  const outline = `M ${x - 60} 330 Q 40 380 30 560 L 60 ${h} L ${w - 60} ${h} L ${w - 30} 560 Q ${w - 40} 380 ${x + 60} 330 Z`;
  return `<path d="${outline}" fill="${colour}"/>`;
}

function filmArguments(figures: readonly string[], path: string): string[] {
  const inputs = figures.flatMap((figure) => ['-loop', '1', '-framerate', `${FPS}`, '-t', `${VISIT_S}`, '-i', figure]);
  const visits = figures.map((_, index) => visitFilter(index));
  const joined = `${figures.map((_, index) => `[v${index}]`).join('')}concat=n=${figures.length}:v=1[v]`;
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-g', `${2 * FPS}`, '-bf', '0'];
  const options = ['-y', '-hide_banner', '-loglevel', 'error', ...inputs];
  return [...options, '-filter_complex', [...visits, joined].join(';'), '-map', '[v]', ...encode, path];
}

/** One visit and the gap after it: from one side up to the camera, a look aside, off to the other side. */
function visitFilter(index: number): string {
  const side = index % 2 === 0 ? 1 : -1;
  const place = WIDTH_PX / 2 + [-140, 90, 0, 160][index % 4]!;
  const near = '(0.4+0.5*min(1,t/4))';
  const turned = '(1-0.2*sin(PI*clip((t-6.5)/2,0,1)))';
  const coming = `${-side * 800}*pow(1-min(1,t/3),2)`;
  const leaving = `${side * (WIDTH_PX - 200)}*pow(clip((t-${VISIT_S - 3})/3,0,1),2)`;
  const size = `scale=w='${FIGURE.widthPx}*${near}*${turned}':h='${FIGURE.heightPx}*${near}':eval=frame`;
  const way = `overlay=x='${place}+14*sin(2*t)+${coming}+${leaving}-w/2':y='320-${FIGURE.faceY}*${near}+5*sin(7*t)*lt(t,4)':eval=frame:eof_action=pass`;
  const wall = `color=${WALL}:size=${WIDTH_PX}x${HEIGHT_PX}:rate=${FPS}:duration=${VISIT_S + GAP_S}[w${index}]`;
  return `${wall};[${index}:v]format=rgba,${size}[p${index}];[w${index}][p${index}]${way},format=yuv420p,setsar=1[v${index}]`;
}
