import { workerConfigSchema } from '@vitrine/contracts';
import { InferencePool, type FaceCrops, type PlanarImage } from '@vitrine/models';
import { decodeFilm } from './film-frames.js';
import { quantile } from './quantile.js';

const FILM = { widthPx: 1280, heightPx: 720, fps: 5 };
const BATCHES = [1, 8, 16, 32, 64];
const RUNS = 20;
/** Threads that look for faces side by side: what keeps the device busy while each of them makes its next picture. */
const DETECTING_THREADS = [1, 2, 4, 8];

/** What one kind of work costs on the provider that was found. */
export interface GpuFigures {
  readonly what: string;
  readonly batch: number;
  /** Median of one request. */
  readonly ms: number;
  readonly perSecond: number;
  /** Cameras at 5 fps that so many pictures a second are enough for; null for faces. */
  readonly cameras: number | null;
}

/**
 * A short look at the networks on the provider that `auto` finds, from u8 pixels to answers, JavaScript included: faces a second by batch,
 * pictures a second by threads. Runs on the CPU, too, where there is no GPU, and says so.
 */
export async function measureGpu(film: string, onFigures: (figures: GpuFigures) => void): Promise<GpuFigures[]> {
  const { frames } = await decodeFilm(film, FILM);
  const all: GpuFigures[] = [];
  const report = (figures: GpuFigures): void => {
    all.push(figures);
    onFigures(figures);
  };
  await measureFaces(frames, report);
  for (const threads of DETECTING_THREADS) report(await measurePictures(frames, threads));
  return all;
}

async function measureFaces(frames: readonly PlanarImage[], report: (figures: GpuFigures) => void): Promise<void> {
  const { pool, config } = await start(1);
  const { attributes } = pool.runtime;
  console.log(
    `attribute networks on ${attributes.provider} in ${attributes.precision}; ${attributes.providerNote ?? 'as preferred'}`,
  );
  try {
    for (const batch of BATCHES) {
      const timesMs: number[] = [];
      for (let run = 0; run <= RUNS; run += 1) {
        const crops = await someCrops(pool, frames, { count: batch, gate: config.quality });
        const started = performance.now();
        await pool.judge(crops);
        // The first run of each batch sets its memory up.
        if (run > 0) timesMs.push(performance.now() - started);
      }
      const ms = quantile(timesMs, 0.5);
      report({ what: `faces, ${attributes.provider}`, batch, ms, perSecond: (1000 * batch) / ms, cameras: null });
    }
  } finally {
    await pool.close();
  }
}

async function measurePictures(frames: readonly PlanarImage[], threads: number): Promise<GpuFigures> {
  const { pool } = await start(threads);
  try {
    await Promise.all(frames.slice(0, threads).map((frame) => pool.detect(frame)));
    const timesMs: number[] = [];
    const started = performance.now();
    const rest = [...frames];
    const look = async (): Promise<void> => {
      for (let frame = rest.pop(); frame; frame = rest.pop()) {
        const began = performance.now();
        await pool.detect(frame);
        timesMs.push(performance.now() - began);
      }
    };
    await Promise.all(Array.from({ length: threads }, look));
    const perSecond = (1000 * frames.length) / (performance.now() - started);
    const { engine, provider } = pool.runtime.detector;
    const what = `pictures, ${engine} on ${provider}, ${threads} threads`;
    return { what, batch: 1, ms: quantile(timesMs, 0.5), perSecond, cameras: perSecond / FILM.fps };
  } finally {
    await pool.close();
  }
}

async function start(threads: number) {
  const config = workerConfigSchema.parse({});
  const pool = await InferencePool.start({ detection: config.detection, inference: config.inference, threads });
  return { pool, config };
}

/** Crops of the film's faces, the same again and again until there are enough; each use needs its own, since they are handed over. */
async function someCrops(
  pool: InferencePool,
  frames: readonly PlanarImage[],
  { count, gate }: { count: number; gate: Parameters<InferencePool['cut']>[2] },
): Promise<FaceCrops[]> {
  const crops: FaceCrops[] = [];
  const faces = await pool.detect(frames[0]!);
  while (crops.length < count) {
    for (const cut of await pool.cut(frames[0]!, faces, gate)) if (cut.crops) crops.push(cut.crops);
    if (crops.length === 0) throw new Error('the film begins with no face good enough to be judged');
  }
  return crops.slice(0, count);
}
