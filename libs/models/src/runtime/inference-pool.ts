import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Transferable, Worker } from 'node:worker_threads';
import type { DetectedFace } from '../detect/detector.js';
import { ModelError } from '../errors.js';
import type { PlanarImage } from '../image/planar-image.js';
import type { RgbImage } from '../image/rgb-image.js';
import type { QualityGate } from '../quality/face-quality.js';
import { checkCrops, checkImage } from './check-input.js';
import { buffersOf } from './face-work.js';
import { InferenceThread } from './inference-thread.js';
import { type PersonReading, readAnswer } from './read-answer.js';
import type { Job, Spawned, ThreadCounters } from './thread-source.js';
import type {
  CutFace,
  FaceAnswer,
  FaceCrops,
  LocatedFace,
  ThreadData,
  ThreadInfo,
  ThreadPlan,
  ThreadRequest,
} from './protocol.js';

/** Requests that may wait for a thread. Callers ask for one frame a camera at a time, so this is reached only when something is wrong. */
const MAX_WAITING = 256;
const DEADLINE_MS = 10_000;

export interface InferencePoolOptions extends ThreadPlan {
  /** Each has its own copy of all networks; 0: as many as there are cores, which keeps a CPU busy. */
  readonly threads: number;
  /** For one request, from when a thread began it. */
  readonly deadlineMs?: number;
}

export interface InferencePoolStatus extends ThreadCounters {
  readonly threads: number;
  readonly busy: number;
  readonly waiting: number;
}

/**
 * All that touches a pixel or runs a network, in threads, so that the caller's event loop stays free: one queue, the oldest request first,
 * any thread. Threads keep nothing between requests; a frame over shared memory is read where it is and may be overwritten when its
 * request has settled. A request that fails harms no other, a thread that dies or hangs is replaced.
 */
export class InferencePool {
  #threads: InferenceThread[] = [];
  readonly #waiting: Job[] = [];
  #ended: ModelError | null = null;
  #info: ThreadInfo | null = null;

  private constructor(private readonly options: InferencePoolOptions) {}

  /** @throws ModelError of the detector and the networks, `inference_thread_missing`, `inference_unavailable` */
  static async start(options: InferencePoolOptions): Promise<InferencePool> {
    const pool = new InferencePool(options);
    await pool.#start();
    return pool;
  }

  /** What runs, on what, and why it is not something better. */
  get runtime(): ThreadInfo {
    return this.#info!;
  }

  /**
   * @param longSidePx looks at a picture of another size than `detection.inputSizePx`; twice that finds faces half as large, at four times
   *   the cost
   * @returns faces in pixels of `image`, the most confident first; boxes may reach over its edges
   * @throws ModelError `input_invalid` and the codes that start with `inference_`, as all requests do
   */
  async detect(image: PlanarImage, longSidePx?: number): Promise<DetectedFace[]> {
    checkImage(image);
    return (await this.#request({ kind: 'detect', image, longSidePx })) as DetectedFace[];
  }

  /**
   * Judges the quality of faces and cuts those that pass the gate as the networks take them.
   *
   * @returns one answer a face, in the order of `faces`
   */
  async cut(image: PlanarImage, faces: readonly LocatedFace[], gate: QualityGate): Promise<CutFace[]> {
    checkImage(image);
    if (faces.length === 0) return [];
    return (await this.#request({ kind: 'cut', image, faces, gate })) as CutFace[];
  }

  /** @param faces N faces of any cameras, one batch; their memory is handed over @returns N answers, in the order of `faces` */
  async judge(faces: readonly FaceCrops[]): Promise<FaceAnswer[]> {
    if (faces.length === 0) return [];
    checkCrops(faces);
    return (await this.#request({ kind: 'judge', faces }, faces.flatMap(buffersOf))) as FaceAnswer[];
  }

  /** A smaller RGB picture of a frame, for previews. */
  async picture(image: PlanarImage, widthPx: number): Promise<RgbImage> {
    checkImage(image);
    return (await this.#request({ kind: 'picture', image, widthPx })) as RgbImage;
  }

  /** What the networks' numbers mean, of a face or of the mean over the faces of one person. */
  read(answer: FaceAnswer): PersonReading {
    return readAnswer(answer, this.runtime.attributes, this.runtime.ageGender);
  }

  status(): InferencePoolStatus {
    const sum = (of: (thread: InferenceThread) => number): number =>
      this.#threads.reduce((total, thread) => total + of(thread), 0);
    return {
      threads: this.#threads.length,
      busy: sum((thread) => (thread.isIdle ? 0 : 1)),
      waiting: this.#waiting.length,
      restarts: sum(({ counters }) => counters.restarts),
      timeouts: sum(({ counters }) => counters.timeouts),
      lost: sum(({ counters }) => counters.lost),
      abandoned: sum(({ counters }) => counters.abandoned),
    };
  }

  /** What waits is refused, what runs is finished. */
  async close(): Promise<void> {
    this.#end(new ModelError('inference_closed', 'The inference threads were closed.', 'Start new ones.'));
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #start(): Promise<void> {
    const entry = threadEntry();
    const infos = new Promise<unknown[]>((resolve, reject) => {
      const source = {
        spawn: () => spawn(entry, this.options),
        deadlineMs: this.options.deadlineMs ?? DEADLINE_MS,
        onIdle: () => this.#next(),
        onEnded: (error: ModelError) => {
          this.#end(error);
          reject(error);
        },
      };
      this.#threads = Array.from({ length: this.options.threads || availableParallelism() }, () => new InferenceThread(source));
      Promise.all(this.#threads.map((thread) => thread.start())).then(resolve, reject);
    });
    try {
      this.#info = (await infos)[0] as ThreadInfo;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  #request(request: ThreadRequest, transfer: Transferable[] = []): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, transfer, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    const idle = this.#threads.find((thread) => thread.isIdle);
    const job = idle && this.#waiting.shift();
    if (job) idle.run(job);
  }

  #end(reason: ModelError): void {
    this.#ended ??= reason;
    for (const job of this.#waiting.splice(0)) job.reject(reason);
  }
}

function spawn(entry: string, { detection, inference }: ThreadPlan): Spawned {
  const nativeFlag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: ThreadData = { plan: { detection, inference }, nativeFlag };
  return { worker: new Worker(entry, { workerData }), isInNative: () => Atomics.load(nativeFlag, 0) === 1 };
}

/** A thread needs JavaScript: specs import this file from src/, and the thread's entry is then the one built beside it in dist/. */
function threadEntry(): string {
  const entry = fileURLToPath(new URL('../../dist/runtime/thread-entry.js', import.meta.url));
  if (existsSync(entry)) return entry;
  throw new ModelError('inference_thread_missing', `The inference thread ${entry} is not built.`, 'Run npm run build.');
}

function busy(): ModelError {
  return new ModelError(
    'inference_busy',
    `${MAX_WAITING} requests already wait for the inference threads.`,
    'Analyse fewer frames a second, or raise worker.inference.threads.',
  );
}
