import { workerConfigSchema } from '@vitrine/contracts';
import { InferencePool, type FaceCrops, type PlanarImage } from '@vitrine/models';
import { decodeFilm } from './film-frames.js';
import { quantile } from './quantile.js';

const FILM = { widthPx: 1280, heightPx: 720, fps: 5 };
const BATCHES = [1, 4, 8];
const MOST_FACES = 64;

/** What one stage of the pipeline costs by itself, nothing else running, one inference thread. */
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
  const { frames, msPerFrame } = await decodeFilm(film, FILM);
  report('decode (ffmpeg, 5 of 25 fps)', 'frame', [msPerFrame]);

  const pool = await InferencePool.start({ detection: config.detection, inference: config.inference, threads: 1 });
  try {
    const { engine } = pool.runtime.detector;
    await pool.detect(frames[0]!);
    const detected = await timed(frames, (frame) => pool.detect(frame));
    report(`find faces (${engine}, ${config.detection.inputSizePx} px)`, 'frame', detected.timesMs);

    const seen = frames.map((frame, i) => ({ frame, faces: detected.results[i]! })).filter(({ faces }) => faces.length > 0);
    const cut = await timed(seen, ({ frame, faces }) => pool.cut(frame, faces, config.quality));
    report(
      'align, judge quality, cut',
      'face',
      perItem(
        cut.timesMs,
        seen.map(({ faces }) => faces.length),
      ),
    );

    for (const size of BATCHES) {
      const crops = await someCrops(pool, seen, config.quality);
      const judged = await timed(chunks(crops, size), (batch) => pool.judge(batch));
      report(
        `attributes, age, gender (batch ${size})`,
        'face',
        judged.timesMs.map((ms) => ms / size),
      );
    }
  } finally {
    await pool.close();
  }
  return costs;
}

interface SeenFrame {
  readonly frame: PlanarImage;
  readonly faces: Awaited<ReturnType<InferencePool['detect']>>;
}

/** Crops are handed over to the thread that judges them, so each use needs its own. */
async function someCrops(
  pool: InferencePool,
  seen: readonly SeenFrame[],
  gate: Parameters<InferencePool['cut']>[2],
): Promise<FaceCrops[]> {
  const crops: FaceCrops[] = [];
  for (const { frame, faces } of seen) {
    if (crops.length >= MOST_FACES) break;
    for (const { crops: own } of await pool.cut(frame, faces, gate)) if (own) crops.push(own);
  }
  return crops.slice(0, MOST_FACES);
}

interface Timed<R> {
  readonly results: R[];
  readonly timesMs: number[];
}

async function timed<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<Timed<R>> {
  const timed: Timed<R> = { results: [], timesMs: [] };
  for (const item of items) {
    const started = performance.now();
    timed.results.push(await run(item));
    timed.timesMs.push(performance.now() - started);
  }
  return timed;
}

function perItem(timesMs: readonly number[], counts: readonly number[]): number[] {
  return timesMs.map((ms, i) => ms / counts[i]!);
}

/** Whole chunks only. */
function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.floor(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
