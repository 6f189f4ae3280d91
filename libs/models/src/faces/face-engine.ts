import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Transferable, Worker } from 'node:worker_threads';
import type { FaceLandmarks } from '../align/landmarks.js';
import { ModelError } from '../errors.js';
import { clipBox, cropImage } from '../image/crop.js';
import type { BoxXyxyPx, RgbImage } from '../image/rgb-image.js';
import { AGE_GENDER_FRAMING, frameBox, LANDMARKS_FRAMING } from './framing.js';
import type { AgeGender, FaceDetection, FaceEngineOptions } from './options.js';
import type { FaceRequest, FaceThreadData, FaceThreadInfo } from './protocol.js';
import { ThreadLane } from './thread-lane.js';

/** Requests that may wait for one thread. Callers ask for one frame at a time, so this is reached only when something is wrong. */
const MAX_WAITING_PER_THREAD = 64;

/**
 * face-api's detector and landmarks (and its age/gender network, to compare ours with), each thread with its own copy, so that the caller's event loop stays free.
 * A failing request rejects and harms no other; a thread that dies is replaced.
 */
export class FaceEngine {
  private constructor(
    private readonly lanes: readonly ThreadLane[],
    private readonly info: FaceThreadInfo,
  ) {}

  /** @throws ModelError `face_backend_unavailable`, `face_thread_missing` */
  static async start(options: FaceEngineOptions): Promise<FaceEngine> {
    const data: FaceThreadData = { model: options.model, inputSizePx: options.inputSizePx, minConfidence: options.minConfidence };
    const entry = threadEntry();
    const spawn = (): Worker => new Worker(entry, { workerData: data });
    const starts = Array.from({ length: options.threads }, () => ThreadLane.start({ spawn, maxWaiting: MAX_WAITING_PER_THREAD }));
    const outcomes = await Promise.allSettled(starts);
    const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) {
      await Promise.all(started.map(({ lane }) => lane.close()));
      throw failed.reason;
    }
    return new FaceEngine(
      started.map(({ lane }) => lane),
      started[0]!.info as FaceThreadInfo,
    );
  }

  /** `wasm` or `tensorflow` */
  get backend(): string {
    return this.info.backend;
  }

  /** Why the backend is not the GPU; null when it is. */
  get backendNote(): string | null {
    return this.info.backendNote;
  }

  /** @returns faces in pixels of `image`, the most confident first; boxes may reach over its edges */
  async detect(image: RgbImage): Promise<FaceDetection[]> {
    checkImage(image);
    const copy = { ...image, data: image.data.slice() };
    return (await this.send({ kind: 'detect', image: copy }, copy)) as FaceDetection[];
  }

  /** @param box the detector's box in pixels of `image` */
  async landmarks(image: RgbImage, box: BoxXyxyPx): Promise<FaceLandmarks> {
    const framed = frameBox(box, LANDMARKS_FRAMING);
    const crop = this.crop(image, framed);
    const [x0, y0] = clipBox(framed, image);
    const fractions = (await this.send({ kind: 'landmarks', crop }, crop)) as { x: number; y: number }[];
    return { points: fractions.map(({ x, y }) => ({ x: x0 + x * crop.widthPx, y: y0 + y * crop.heightPx })) };
  }

  /** @param box the detector's box in pixels of `image` */
  async ageGender(image: RgbImage, box: BoxXyxyPx): Promise<AgeGender> {
    const crop = this.crop(image, frameBox(box, AGE_GENDER_FRAMING));
    return (await this.send({ kind: 'ageGender', crop }, crop)) as AgeGender;
  }

  /** Live tensors over all threads; constant when nothing leaks. */
  async tensorCount(): Promise<number> {
    const counts = await Promise.all(this.lanes.map((lane) => lane.request({ kind: 'tensorCount' })));
    return (counts as number[]).reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  private crop(image: RgbImage, box: BoxXyxyPx): RgbImage {
    checkImage(image);
    if (!box.every(Number.isFinite))
      throw new ModelError('input_invalid', `box is [${box.join(', ')}].`, 'Give four finite numbers.');
    return cropImage(image, box);
  }

  private send(request: FaceRequest, image: RgbImage): Promise<unknown> {
    const lane = this.lanes.reduce((least, other) => (other.load < least.load ? other : least));
    return lane.request(request, [image.data.buffer as Transferable]);
  }
}

function checkImage({ widthPx, heightPx, data }: RgbImage): void {
  if (widthPx > 0 && heightPx > 0 && data.length === widthPx * heightPx * 3) return;
  throw new ModelError(
    'input_invalid',
    `image has ${data.length} bytes at ${widthPx}×${heightPx} px.`,
    'Give u8[H,W,3], 3 bytes a pixel.',
  );
}

/** A thread needs JavaScript: specs import this file from src/, and the thread's entry is then the one built beside it in dist/. */
function threadEntry(): string {
  const entry = fileURLToPath(new URL('../../dist/faces/face-thread.js', import.meta.url));
  if (existsSync(entry)) return entry;
  throw new ModelError('face_thread_missing', `The face thread ${entry} is not built.`, 'Run npm run build.');
}
