import { workerConfigSchema } from '@vitrine/contracts';
import {
  AGE_GENDER_CROP,
  AgeGenderNetwork,
  alignFace,
  assessFaceQuality,
  AttributeNetworks,
  FaceEngine,
  resizeBilinear,
  type BoxXyxyPx,
  type RgbImage,
} from '@vitrine/models';
import { ffmpegArguments, PpmReader } from '@vitrine/stream-worker';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { quantile } from './quantile.js';

const FPS = 5;
const BATCH_FACES = 8;
const MOST_FACES = 96;

/** What one stage of the pipeline costs by itself, nothing else running, one thread. */
export interface StageCost {
  readonly stage: string;
  /** `frame` analysed or `face` examined. */
  readonly per: 'frame' | 'face';
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly runs: number;
}

/** Runs each stage by itself on the frames of a film, as the default configuration would. */
export async function measureStages(film: string, onCost: (cost: StageCost) => void): Promise<StageCost[]> {
  const costs: StageCost[] = [];
  const report = (stage: string, per: StageCost['per'], timesMs: readonly number[]): void => {
    const cost = { stage, per, p50Ms: quantile(timesMs, 0.5), p95Ms: quantile(timesMs, 0.95), runs: timesMs.length };
    costs.push(cost);
    onCost(cost);
  };
  const config = workerConfigSchema.parse({});
  const { frames, msPerFrame } = await decodeFilm(film);
  report('decode (ffmpeg, 5 of 25 fps)', 'frame', [msPerFrame]);

  const smalls = timed(frames, (full) => shrink(full, config.ingest.detectWidthPx));
  report('resize for detection', 'frame', smalls.timesMs);

  const engine = await FaceEngine.start({ ...config.detection, threads: 1 });
  const networks = await AttributeNetworks.load(config.inference);
  const ageGender = await AgeGenderNetwork.load(config.inference);
  try {
    await engine.detect(smalls.results[0]!);
    const detections = await timedAsync(smalls.results, (small) => engine.detect(small));
    report(`detect (${config.detection.model} ${config.detection.inputSizePx})`, 'frame', detections.timesMs);

    const faces = detections.results.flatMap((found, index) =>
      found.map(({ box }) => fullSize(frames[index]!, smalls.results[index]!, box)),
    );
    const sample = faces.slice(0, MOST_FACES);
    const landmarks = await timedAsync(sample, ({ full, box }) => engine.landmarks(full, box));
    report('landmarks', 'face', landmarks.timesMs);
    const aligned = timed(sample, ({ full, box }, index) => {
      const crop = alignFace(full, landmarks.results[index]!, networks.crop);
      assessFaceQuality(crop, landmarks.results[index]!, box);
      return crop;
    });
    report('align and assess', 'face', aligned.timesMs);

    await networks.infer(aligned.results.slice(0, BATCH_FACES));
    const batches = chunks(aligned.results, BATCH_FACES);
    const { results } = await timedAsync(batches, (batch) => networks.infer(batch));
    const perFace = (ms: number) => ms / BATCH_FACES;
    report(
      `abstraction network (batch ${BATCH_FACES})`,
      'face',
      results.map(({ abstractionMs }) => perFace(abstractionMs)),
    );
    report(
      `dual-path network (batch ${BATCH_FACES})`,
      'face',
      results.map(({ dualPathMs }) => perFace(dualPathMs)),
    );
    const tight = sample.map(({ full }, index) => alignFace(full, landmarks.results[index]!, AGE_GENDER_CROP));
    await ageGender.infer(tight.slice(0, BATCH_FACES));
    const { timesMs } = await timedAsync(chunks(tight, BATCH_FACES), (batch) => ageGender.infer(batch));
    report(`age and gender network (batch ${BATCH_FACES})`, 'face', timesMs.map(perFace));
  } finally {
    await Promise.all([engine.close(), networks.close(), ageGender.close()]);
  }
  return costs;
}

/** Decodes a whole film as fast as ffmpeg can, with the output options of a camera at 5 fps. */
async function decodeFilm(film: string): Promise<{ frames: RgbImage[]; msPerFrame: number }> {
  const { outputOptions } = ffmpegArguments({ id: 'bench', name: 'Bench', url: film, enabled: true, fps: FPS, transport: 'tcp' });
  const frames: RgbImage[] = [];
  const reader = new PpmReader((image) => frames.push(image));
  const started = performance.now();
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-i', film, ...outputOptions, 'pipe:1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (chunk: Buffer) => reader.write(chunk));
  await once(child, 'close');
  return { frames, msPerFrame: (performance.now() - started) / frames.length };
}

function shrink(full: RgbImage, widthPx: number): RgbImage {
  return resizeBilinear(full, widthPx, Math.round((full.heightPx * widthPx) / full.widthPx));
}

function fullSize(full: RgbImage, small: RgbImage, box: BoxXyxyPx): { full: RgbImage; box: BoxXyxyPx } {
  const scale = full.widthPx / small.widthPx;
  return { full, box: [box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale] };
}

interface Timed<R> {
  readonly results: R[];
  readonly timesMs: number[];
}

async function timedAsync<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<Timed<R>> {
  const timed: Timed<R> = { results: [], timesMs: [] };
  for (const item of items) {
    const started = performance.now();
    timed.results.push(await run(item));
    timed.timesMs.push(performance.now() - started);
  }
  return timed;
}

function timed<T, R>(items: readonly T[], run: (item: T, index: number) => R): Timed<R> {
  const timed: Timed<R> = { results: [], timesMs: [] };
  items.forEach((item, index) => {
    const started = performance.now();
    timed.results.push(run(item, index));
    timed.timesMs.push(performance.now() - started);
  });
  return timed;
}

/** Whole chunks only. */
function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.floor(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
