import {
  CAMERA_ERRORS,
  type CameraError,
  type CameraSpec,
  type CameraState,
  type CameraStatus,
  type WorkerConfig,
} from '@vitrine/contracts';
import { resizeBilinear, type RgbImage } from '@vitrine/models';
import { classifyExit, stallError } from './classify.js';
import { startDecoder, type Decoder } from './decoder.js';
import type { Frame } from './frame.js';
import { LatestSlot } from './latest-slot.js';

const FPS_WINDOW_MS = 5_000;
const WATCHDOG_MS = 250;

interface StreamEvents {
  onStatus(status: CameraStatus): void;
}

/** Frames of one camera for as long as it is wanted: connects, watches, reconnects with backoff, stops where only new settings help. */
export class CameraStream {
  readonly #slot = new LatestSlot<{ index: number; capturedAtMs: number; full: RgbImage }>();
  readonly #counters = {
    decodedFrames: 0,
    analysedFrames: 0,
    droppedFrames: 0,
    reconnects: 0,
    widthPx: 0,
    heightPx: 0,
    frameAgeMs: 0,
  };
  /** Capture time of the frame that is being analysed. */
  #inHandSinceMs: number | null = null;
  #takenAtMs: number[] = [];
  #state: CameraState = 'connecting';
  #error: CameraError | null = null;
  #decoder: Decoder | null = null;
  #retry: NodeJS.Timeout | null = null;
  #watchdog: NodeJS.Timeout | null = null;
  #backoffMs: number;
  #closed = false;

  constructor(
    private readonly spec: CameraSpec,
    private readonly config: WorkerConfig['ingest'],
    private readonly events: StreamEvents,
  ) {
    this.#backoffMs = config.backoffMinMs;
  }

  start(): void {
    this.#report('connecting', null);
    this.#connect();
  }

  /** Newest frame not yet taken; waits for one. null when the stream was closed. Who asks has finished with the frame before. */
  async nextFrame(): Promise<Frame | null> {
    if (this.#inHandSinceMs !== null) this.#counters.frameAgeMs = Math.max(0, Date.now() - this.#inHandSinceMs);
    this.#inHandSinceMs = null;
    const taken = await this.#slot.take();
    if (!taken) return null;
    this.#inHandSinceMs = taken.capturedAtMs;
    this.#counters.analysedFrames += 1;
    this.#takenAtMs.push(Date.now());
    const { full } = taken;
    const scale = Math.min(1, this.config.detectWidthPx / full.widthPx);
    const small = scale === 1 ? full : resizeBilinear(full, Math.round(full.widthPx * scale), Math.round(full.heightPx * scale));
    return { cameraId: this.spec.id, ...taken, small };
  }

  status(): CameraStatus {
    const nowMs = Date.now();
    this.#takenAtMs = this.#takenAtMs.filter((atMs) => atMs > nowMs - FPS_WINDOW_MS);
    const measuredFps = this.#takenAtMs.length / (FPS_WINDOW_MS / 1000);
    return {
      cameraId: this.spec.id,
      state: this.#state,
      error: this.#error,
      stats: { ...this.#counters, measuredFps },
      atMs: nowMs,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#slot.close();
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#watchdog) clearInterval(this.#watchdog);
    await this.#decoder?.stop();
  }

  #connect(): void {
    let lastFrameAtMs = performance.now();
    let live = false;
    let stall: CameraError | null = null;
    this.#decoder = startDecoder(
      this.spec,
      (full) => {
        lastFrameAtMs = performance.now();
        live = true;
        this.#accept(full);
      },
      (stderr) => this.#lose(stall ?? classifyExit(stderr, Date.now())),
    );
    const decoder = this.#decoder;
    // Frames are watched, not the process: ffmpeg may sit on a dead connection for 20 s, or leave with status 0.
    this.#watchdog = setInterval(() => {
      const silentMs = performance.now() - lastFrameAtMs;
      if (stall || silentMs < (live ? this.config.stallMs : this.config.connectMs)) return;
      stall = stallError(silentMs, Date.now());
      void decoder.stop();
    }, WATCHDOG_MS);
  }

  #accept(full: RgbImage): void {
    if (this.#closed) return;
    const index = this.#counters.decodedFrames;
    Object.assign(this.#counters, { decodedFrames: index + 1, widthPx: full.widthPx, heightPx: full.heightPx });
    if (!this.#slot.put({ index, capturedAtMs: Date.now(), full })) this.#counters.droppedFrames += 1;
    if (this.#state !== 'live') {
      this.#backoffMs = this.config.backoffMinMs;
      this.#report('live', null);
    }
  }

  #lose(error: CameraError): void {
    if (this.#watchdog) clearInterval(this.#watchdog);
    if (this.#closed) return;
    if (!CAMERA_ERRORS[error.code].retryable) {
      this.#report('failed', error);
      return;
    }
    this.#counters.reconnects += 1;
    this.#report('reconnecting', error);
    // Half fixed, half random, so that thirty cameras behind one switch do not return in the same instant.
    const delayMs = this.#backoffMs * (0.5 + Math.random() / 2);
    this.#backoffMs = Math.min(this.config.backoffMaxMs, this.#backoffMs * 2);
    this.#retry = setTimeout(() => this.#connect(), delayMs);
  }

  #report(state: CameraState, error: CameraError | null): void {
    this.#state = state;
    this.#error = error;
    this.events.onStatus(this.status());
  }
}
