// The service as it ships sees somebody, watched by a subscriber who gets to see clear pictures. What was in its memory for that, the face and
// what the networks said of it, is then searched for in all that it wrote and says about the past.
import { workerConfigSchema } from '@vitrine/contracts';
import { InferencePool } from '@vitrine/models';
import { decodeFilm, makeVisitorsFilm, startService, Subscriber } from '@vitrine/tools';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from './fixtures/answers.js';
import { hiddenIn, likeness, likenessIn } from './fixtures/likeness.js';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-left-behind-'));
const film = join(folder, 'visitor.mp4');
const [dataDir, temporary] = [join(folder, 'data'), join(folder, 'tmp')];
const SIZE = { widthPx: 1280, heightPx: 720, fps: 5 };
/** The visitor stands before the camera, in seconds of the film. */
const [SEEN_FROM_S, SEEN_TO_S] = [6, 9];
/** More alike than this is the same face in the next frame; what is nowhere stays below it by far. */
const ALIKE = 0.9;

interface Known {
  /** u8[S,S,3], as the attribute network took it */
  readonly crop: Uint8Array;
  /** f32[40] */
  readonly logits: Float32Array;
}

let known: Known[];
let answers = '';
let previews = 0;

beforeAll(async () => {
  for (const path of [dataDir, temporary]) mkdirSync(path);
  await makeVisitorsFilm(film, 1);
  known = await lookAtFilm();
  const config = join(folder, 'site.yaml');
  writeFileSync(config, `cameraSources: { folders: [${folder}] }\nworker: { publish: { picture: clear } }\n`);
  const service = await startService({ configPath: config, dataDir, env: { TMPDIR: temporary } });
  const subscriber = await Subscriber.open(service, ['visits', 'cameras', 'preview']);
  await service.client.cameras.create({ id: 'door', name: 'Door', url: film, fps: SIZE.fps });
  await subscriber.until('visit', ({ final }) => final, 120_000);
  await subscriber.until('camera', ({ state }) => state === 'ended', 60_000);
  previews = subscriber.heard('preview').filter(({ jpegBase64 }) => jpegBase64 !== null).length;
  for (const path of ANSWERS) {
    const answer = await fetch(service.baseUrl + path, { headers: { authorization: `Bearer ${service.token}` } });
    expect(answer.status).toBe(200);
    answers += await answer.text();
  }
  subscriber.close();
  await service.stop();
  answers += service.output();
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the service’s own networks make of the film. */
async function lookAtFilm(): Promise<Known[]> {
  const { frames } = await decodeFilm(film, SIZE);
  const { detection, inference, quality } = workerConfigSchema.parse({});
  const pool = await InferencePool.start({ detection, inference, threads: 1 });
  const found: Known[] = [];
  for (const frame of frames.slice(SEEN_FROM_S * SIZE.fps, SEEN_TO_S * SIZE.fps)) {
    const [cut] = await pool.cut(frame, (await pool.detect(frame)).slice(0, 1), quality);
    if (!cut?.crops) continue;
    const crop = cut.crops.attributesNhwc.slice();
    const [answer] = await pool.judge([cut.crops]);
    found.push({ crop, logits: answer!.logits });
  }
  await pool.close();
  return found;
}

/** The row of the eyes, which is like no other: as RGB and as grey. */
function rowsOf({ crop }: Known): number[][] {
  const sizePx = Math.sqrt(crop.length / 3);
  const row = [...crop.subarray(3 * sizePx * Math.round(0.42 * sizePx)).subarray(0, 3 * sizePx)];
  const grey = Array.from({ length: sizePx }, (_, x) => row[3 * x]! + 2 * row[3 * x + 1]! + row[3 * x + 2]!);
  return [row, grey];
}

const patterns = () => [known[0]!, known.at(-1)!].flatMap((face) => [...rowsOf(face), [...face.logits]]);

const written = () =>
  [dataDir, temporary]
    .flatMap((path) => readdirSync(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

it('the search finds the face and the answer of the frame after, in whatever format they were written', () => {
  const [face, next] = [known[4]!, known[5]!];
  const noise = Buffer.from(Array.from({ length: 501 }, (_, i) => (i * i * 7919) % 256));
  const formats = [Uint8Array, Float32Array, Float64Array];
  const asBytes = (values: ArrayLike<number>, Format: (typeof formats)[number]) => {
    const { buffer } = Format.from(values);
    return Buffer.concat([noise, Buffer.from(buffer), noise]);
  };
  for (const Format of formats) expect(likenessIn(asBytes(next.crop, Format), rowsOf(face)[0]!)).toBeGreaterThan(ALIKE);
  for (const Format of formats.slice(1)) expect(likenessIn(asBytes(next.logits, Format), face.logits)).toBeGreaterThan(ALIKE);
  const told = JSON.stringify({ level: 30, face: Buffer.from(next.crop).toString('base64'), logits: [...next.logits] });
  expect(likenessIn(hiddenIn(told).bytes, rowsOf(face)[0]!)).toBeGreaterThan(ALIKE);
  expect(likeness(hiddenIn(told).numbers, face.logits)).toBeGreaterThan(ALIKE);
});

it('somebody was seen, and shown to who watched', () => {
  expect(known.length).toBeGreaterThan(10);
  expect(previews).toBeGreaterThan(5);
});

describe('when the service has ended', () => {
  it('neither the face nor what the networks said of it is in a file', () => {
    expect(written().length).toBeGreaterThan(0);
    for (const bytes of written()) {
      for (const pattern of patterns()) expect(likenessIn(bytes, pattern)).toBeLessThan(ALIKE);
    }
  });

  it.each([
    ['JPEG', 'ffd8ffe0'],
    ['PNG', '89504e470d0a1a0a'],
  ])('the head of a %s picture is in no file', (_format, head) => {
    for (const bytes of written()) expect(bytes.includes(Buffer.from(head, 'hex'))).toBe(false);
  });

  it('neither is in its log, nor in an answer about the past', () => {
    const { numbers, bytes } = hiddenIn(answers);
    expect(numbers.length).toBeGreaterThan(1_000);
    for (const pattern of patterns()) {
      expect(likeness(numbers, pattern)).toBeLessThan(ALIKE);
      expect(likenessIn(bytes, pattern)).toBeLessThan(ALIKE);
    }
  });
});
