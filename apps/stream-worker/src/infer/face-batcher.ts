import { ATTRIBUTE_COUNT, type WorkerConfig } from '@vitrine/contracts';
import type { AgeGender, FaceQuality, RgbImage } from '@vitrine/models';

/** A face on its way to the attribute networks. */
export interface FaceSample {
  readonly cameraId: string;
  readonly trackId: string;
  readonly capturedAtMs: number;
  /** The attribute networks' input, u8[S,S,3]; S = AttributeNetworks.crop.sizePx. */
  readonly aligned: RgbImage;
  /** The age and gender network's input, u8[96,96,3]. */
  readonly tight: RgbImage;
  readonly quality: FaceQuality;
}

export interface FaceResult {
  readonly sample: FaceSample;
  /** f32[40], before calibration */
  readonly logits: Float32Array;
  readonly ageGender: AgeGender;
}

interface BatcherEvents {
  /** @returns logits f32[N,40] and N ages and genders */
  infer(faces: readonly FaceSample[]): Promise<{ logits: Float32Array; ageGenders: readonly AgeGender[] }>;
  onResult(result: FaceResult): void;
  onError(error: unknown): void;
}

/**
 * One queue for all cameras, emptied in batches of at most `maxBatchFaces` or after `maxBatchWaitMs`. A batch takes one face of each camera in
 * turn, and a full queue drops the oldest face of the camera that has most, so that a crowd at one door does not silence the others.
 */
export class FaceBatcher {
  inferredFaces = 0;
  droppedFaces = 0;
  /** Oldest first. */
  #queue: FaceSample[] = [];
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(
    private readonly config: WorkerConfig['inference'],
    private readonly events: BatcherEvents,
  ) {}

  get queuedFaces(): number {
    return this.#queue.length;
  }

  add(sample: FaceSample): void {
    this.#queue.push(sample);
    if (this.#queue.length > this.config.maxQueuedFaces) {
      this.#drop();
    }
    this.#schedule();
  }

  /** Waits for the batch in flight; what is queued is dropped. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.droppedFaces += this.#queue.splice(0).length;
    await this.#running;
  }

  #drop(): void {
    const [busiest] = [...byCamera(this.#queue).values()].sort((a, b) => b.length - a.length);
    this.#queue.splice(this.#queue.indexOf(busiest![0]!), 1);
    this.droppedFaces += 1;
  }

  #schedule(): void {
    if (this.#running || this.#queue.length === 0) return;
    if (this.#queue.length >= this.config.maxBatchFaces) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), this.config.maxBatchWaitMs);
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = inTurns(this.#queue).slice(0, this.config.maxBatchFaces);
    this.#queue = this.#queue.filter((sample) => !batch.includes(sample));
    if (batch.length === 0) return;
    this.#running = this.#infer(batch)
      .catch((error: unknown) => this.events.onError(error))
      .then(() => {
        this.#running = null;
        this.#schedule();
      });
  }

  async #infer(batch: readonly FaceSample[]): Promise<void> {
    const { logits, ageGenders } = await this.events.infer(batch);
    this.inferredFaces += batch.length;
    batch.forEach((sample, index) => {
      const own = logits.slice(index * ATTRIBUTE_COUNT, (index + 1) * ATTRIBUTE_COUNT);
      this.events.onResult({ sample, logits: own, ageGender: ageGenders[index]! });
    });
  }
}

function byCamera(samples: readonly FaceSample[]): Map<string, FaceSample[]> {
  const groups = new Map<string, FaceSample[]>();
  for (const sample of samples) groups.set(sample.cameraId, [...(groups.get(sample.cameraId) ?? []), sample]);
  return groups;
}

/** The first face of each camera, then the second of each, and so on. */
function inTurns(samples: readonly FaceSample[]): FaceSample[] {
  const groups = [...byCamera(samples).values()];
  const turns = Math.max(0, ...groups.map((group) => group.length));
  return Array.from({ length: turns }, (_, turn) => groups.flatMap((group) => group.slice(turn, turn + 1))).flat();
}
