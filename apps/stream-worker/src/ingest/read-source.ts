import type { CameraError, CameraSpec, WorkerConfig } from '@vitrine/contracts';
import type { PlanarImage } from '@vitrine/models';
import { ffmpegArguments, MAX_PIXELS, type FfmpegArguments } from './arguments.js';
import { classifyLoss, classifyStart, filmIsOver, stallError, startFailure } from './classify.js';
import { startFfmpeg } from './ffmpeg-process.js';
import type { FrameRing } from './frame-ring.js';
import { PictureInfoReader, type PictureInfo } from './picture-info.js';
import { PlanarReader } from './planar-reader.js';
import { reach, type Reached } from './reach/reach.js';
import { ReachError } from './reach/reach-error.js';
import { Silence } from './silence.js';
import type { SourceAccess } from './source-access.js';
import type { SourceMemory } from './source-memory.js';

const MAX_REMEMBERED_LINES = 60;
/** ffmpeg itself waits longer than whoever watches its pictures, so that the reason is told by the watcher. */
const EXTRA_PATIENCE_MS = 10_000;
/** Squared pixels may be up to four times as many as coded ones. */
const MAX_SHOWN_PIXELS = 4 * MAX_PIXELS;

export interface Reading {
  readonly camera: CameraSpec;
  readonly config: WorkerConfig['ingest'];
  readonly access: SourceAccess;
  readonly memory: SourceMemory;
  readonly ring: FrameRing;
  /** Goes before sources that were never live. */
  readonly isUrgent: boolean;
  onImage(image: PlanarImage, info: PictureInfo): void;
  /** Of everything that ffmpeg says. */
  onLine?(line: string): void;
}

/** Opens the source once and reads it to its end. @returns why it ended; null when it is to be opened again at once, or the signal came */
export async function readSource(reading: Reading, signal: AbortSignal): Promise<CameraError | null> {
  let refused: ReachError | null = null;
  const refusal = new AbortController();
  let reached: Reached | null = null;
  try {
    reached = await reach(reading.memory.address, reading.access, signal, (error) => {
      refused ??= error;
      refusal.abort();
    });
    const leave = await reading.access.starts.enter(reading.isUrgent, signal);
    if (!leave) return null;
    const end = await decodeEitherWay(reading, reached, AbortSignal.any([signal, refusal.signal]), leave).finally(leave);
    return (refused as ReachError | null)?.toCameraError(Date.now()) ?? end;
  } catch (error) {
    if (signal.aborted) return null;
    if (error instanceof ReachError) return error.toCameraError(Date.now());
    throw error;
  } finally {
    reached?.proxy?.close();
  }
}

/** What answers by HTTP and is nothing that ffmpeg knows is looked at once more for bare pictures. */
async function decodeEitherWay(
  reading: Reading,
  reached: Reached,
  signal: AbortSignal,
  started: () => void,
): Promise<CameraError | null> {
  const end = await decode(reading, reached, signal, started);
  if (end?.code !== 'invalid_source' || !reading.memory.tryBare()) return end;
  let pictures = 0;
  const onImage: Reading['onImage'] = (image, info) => {
    pictures += 1;
    reading.onImage(image, info);
  };
  const bareEnd = await decode({ ...reading, onImage }, reached, signal, started);
  if (pictures > 0) return bareEnd;
  reading.memory.forgetBare();
  return end;
}

async function decode(reading: Reading, reached: Reached, signal: AbortSignal, started: () => void): Promise<CameraError | null> {
  const { camera, config, memory } = reading;
  const patienceMs = config.connectMs + EXTRA_PATIENCE_MS;
  const args = ffmpegArguments(camera, reached.address, memory.known, patienceMs);
  const said: string[] = [];
  const infos = new PictureInfoReader();
  const silence = new Silence(config, memory.known.http === 'hls' ? 'lumps' : camera.fps);
  let pictures = 0;
  let openAgain = false;
  let stall: CameraError | null = null;
  const reader = new PlanarReader(reading.ring, MAX_SHOWN_PIXELS, (image, info) => {
    if (pictures === 0) ffmpeg.standBack();
    pictures += 1;
    silence.broken();
    started();
    reading.onImage(image, info);
  });
  const orStop = (read: () => void) => {
    try {
      read();
    } catch (error) {
      // Thrown from here it would end the process and with it every other camera.
      said.push(`[error] image parameters invalid: ${(error as Error).message}`);
      ffmpeg.stop();
    }
  };
  const ffmpeg = startFfmpeg(args, reached.proxy?.url ?? null, {
    onLine: (line) => {
      reading.onLine?.(line);
      if (memory.learn(line)) openAgain = true;
      if (openAgain) ffmpeg.stop();
      const info = infos.read(line);
      if (info) orStop(() => reader.expect(info));
      else if (!line.includes('[info] ')) said.push(line);
      if (said.length > MAX_REMEMBERED_LINES) said.shift();
    },
    onBytes: (chunk) => orStop(() => reader.write(chunk)),
  });
  // Frames are watched, not the process: ffmpeg may sit on a dead connection for 20 s, or leave with status 0.
  const unwatch = silence.watch((silentMs) => {
    stall = stallError(silentMs, Date.now());
    ffmpeg.stop();
  });
  signal.addEventListener('abort', ffmpeg.stop, { once: true });
  if (signal.aborted) ffmpeg.stop();
  const failure = await ffmpeg.exited;
  signal.removeEventListener('abort', ffmpeg.stop);
  unwatch();
  if (signal.aborted || openAgain) return null;
  return stall ?? whyItEnded(failure, { said, args, pictures, isFilm: memory.isFilm });
}

interface LastWords {
  readonly said: readonly string[];
  readonly args: FfmpegArguments;
  readonly pictures: number;
  readonly isFilm: boolean;
}

function whyItEnded(failure: Error | null, { said, args, pictures, isFilm }: LastWords): CameraError {
  const atMs = Date.now();
  if (failure) return startFailure(failure, atMs);
  if (pictures === 0) return classifyStart(said, args.input, atMs);
  const isBroken = said.some((line) => /Input\/output error|Connection reset|timed out/.test(line));
  return isFilm && !isBroken ? filmIsOver(atMs) : classifyLoss(said, args.input, atMs);
}
