import { parseCameraAddress, type CameraError, type CameraSpec, type CameraState, type WorkerConfig } from '@vitrine/contracts';
import type { PlanarImage } from '@vitrine/models';
import { FrameRing } from './frame-ring.js';
import type { FrameSource, SourceStatus } from './frame-source.js';
import type { Frame } from './frame.js';
import { LatestSlot } from './latest-slot.js';
import { Mask } from './mask.js';
import type { PictureInfo } from './picture-info.js';
import { readSource } from './read-source.js';
import { RetryPlan } from './retry-plan.js';
import type { SourceAccess } from './source-access.js';
import { SourceMemory } from './source-memory.js';
import { StreamCounters } from './stream-counters.js';

/** A frame that took longer from its decoder to here was not held up by us: a clock was set. */
const MAX_WAY_MS = 10_000;

export interface SourceParts {
  readonly config: WorkerConfig['ingest'];
  readonly access: SourceAccess;
  onStatus(status: SourceStatus): void;
}

/** @returns a source that never throws, whatever the camera's address */
export function openSource(camera: CameraSpec, parts: SourceParts): FrameSource {
  return new CameraSource(camera, parts);
}

/** Connects, watches, is lost and tries again, as soon as the reason allows and for ever. */
class CameraSource implements FrameSource {
  readonly #slot = new LatestSlot<Frame>();
  readonly #ring = new FrameRing();
  readonly #counters = new StreamCounters();
  readonly #mask: Mask;
  readonly #plan: RetryPlan;
  readonly #closing = new AbortController();
  #inHand: Frame | null = null;
  #state: CameraState = 'connecting';
  #sinceMs = Date.now();
  #nextTryAtMs: number | null = null;
  #error: CameraError | null = null;
  #running: Promise<void> = Promise.resolve();
  #endPause: () => void = () => undefined;

  constructor(
    private readonly camera: CameraSpec,
    private readonly parts: SourceParts,
  ) {
    this.#mask = new Mask(camera.mask);
    this.#plan = new RetryPlan(parts.config);
  }

  start(): void {
    this.#report('connecting', null, null);
    this.#running = this.#run();
  }

  async next(): Promise<Frame | null> {
    if (this.#inHand) {
      this.#counters.finished(this.#inHand.arrivedAtMs);
      this.#ring.release(this.#inHand.image);
    }
    this.#inHand = await this.#slot.take();
    if (this.#inHand) this.#counters.taken();
    return this.#inHand;
  }

  arrival(): Promise<boolean> {
    return this.#slot.arrival();
  }

  newestAtMs(): number | null {
    return this.#slot.peek()?.arrivedAtMs ?? null;
  }

  status(): SourceStatus {
    return {
      cameraId: this.camera.id,
      state: this.#state,
      sinceMs: this.#sinceMs,
      nextTryAtMs: this.#nextTryAtMs,
      error: this.#error,
      stats: this.#counters.read(),
      atMs: Date.now(),
    };
  }

  retry(): void {
    this.#endPause();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#slot.close();
    this.#endPause();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const { memory, error: unreadable } = remember(this.camera.url);
    while (!signal.aborted) {
      const error = memory ? await this.#read(memory, signal) : unreadable;
      if (signal.aborted || !error) continue;
      const { delayMs, smellsOfSettings } = this.#plan.fail(error.code);
      this.#counters.lost();
      const state = delayMs === null ? 'ended' : smellsOfSettings ? 'failed' : 'reconnecting';
      this.#report(state, error, delayMs === null ? null : Date.now() + delayMs);
      await this.#pause(delayMs);
      if (!signal.aborted) this.#report(state === 'ended' ? 'connecting' : state, error, null);
    }
  }

  async #read(memory: SourceMemory, signal: AbortSignal): Promise<CameraError | null> {
    const { config, access } = this.parts;
    const onImage = (image: PlanarImage, info: PictureInfo) => this.#accept(image, info);
    const isUrgent = this.#plan.wasLive;
    try {
      return await readSource({ camera: this.camera, config, access, memory, ring: this.#ring, isUrgent, onImage }, signal);
    } catch (error) {
      return unexpected(error);
    }
  }

  #accept(image: PlanarImage, { atMs }: PictureInfo): void {
    if (this.#closing.signal.aborted) return;
    this.#mask.apply(image);
    const nowMs = Date.now();
    const wayMs = nowMs - atMs;
    const heldMs = wayMs >= 0 && wayMs <= MAX_WAY_MS ? wayMs : 0;
    const frame = {
      cameraId: this.camera.id,
      index: this.#counters.decoded(image),
      receivedAtMs: Math.round(nowMs - heldMs),
      arrivedAtMs: performance.now() - heldMs,
      image,
    };
    const replaced = this.#slot.put(frame);
    if (replaced) {
      this.#counters.dropped();
      this.#ring.release(replaced.image);
    }
    if (this.#state === 'live') return;
    this.#plan.succeed();
    this.#report('live', null, null);
  }

  #pause(delayMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = delayMs === null ? undefined : setTimeout(resolve, delayMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#closing.signal.aborted) this.#endPause();
    });
  }

  #report(state: CameraState, error: CameraError | null, nextTryAtMs: number | null): void {
    const turns = (state === 'live') !== (this.#state === 'live') || state === 'ended';
    if (turns) this.#sinceMs = Date.now();
    this.#state = state;
    this.#error = error;
    this.#nextTryAtMs = nextTryAtMs;
    this.parts.onStatus(this.status());
  }
}

/** An address was read before it was stored; one of an older release may not be. */
function remember(url: string): { memory: SourceMemory | null; error: CameraError | null } {
  try {
    return { memory: new SourceMemory(parseCameraAddress(url).address), error: null };
  } catch (error) {
    return { memory: null, error: unexpected(error) };
  }
}

function unexpected(error: unknown): CameraError {
  const { name, message } = error as Error;
  const why = name === 'AddressError' ? `its address ${message}` : name;
  return {
    code: 'invalid_source',
    message: `the source cannot be opened (${why})`,
    remedy: 'write the camera’s URL anew; see docs/operations.md for its forms',
    atMs: Date.now(),
  };
}
