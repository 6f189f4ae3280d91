import type { CameraError, CameraStatus, Coverage, Losses } from '@vitrine/contracts';
import type { Refusal } from '@vitrine/models';
import type { SourceStatus } from '../ingest/index.js';
import { CoverageMeter } from './coverage-meter.js';
import { LoadJudge, type LoadTrouble } from './load-judge.js';
import { Durations } from './stage-times.js';

const FPS_WINDOW_MS = 5_000;
const OF_REFUSAL = { small: 'facesSmall', turned: 'facesTurned', blurred: 'facesBlurred' } as const satisfies Record<
  Refusal,
  keyof Losses
>;

/** How well one camera is seen: what was analysed, how old it was by then, what was lost and why. */
export class CameraHealth {
  readonly losses: Losses = {
    framesFailed: 0,
    facesSmall: 0,
    facesTurned: 0,
    facesBlurred: 0,
    facesUnjudged: 0,
    visitsUnseen: 0,
    previewsDropped: 0,
  };
  readonly #coverage: CoverageMeter;
  readonly #judge: LoadJudge;
  readonly #ages = new Durations();
  #analysedFrames = 0;
  #analysedAtMs: number[] = [];
  #lastAgeMs = 0;
  #trouble: LoadTrouble | null = null;
  #troubleSinceMs = 0;

  constructor(
    private readonly camera: { readonly id: string; readonly fps: number },
    /** Whether the machine has nothing left to decode with. */
    private readonly isMachineBusy: () => boolean,
  ) {
    this.#coverage = new CoverageMeter(camera.id, camera.fps);
    this.#judge = new LoadJudge(camera.fps);
  }

  /** A frame has been analysed, all of it. */
  analysed({ arrivedAtMs, receivedAtMs }: { readonly arrivedAtMs: number; readonly receivedAtMs: number }): number {
    const nowMs = performance.now();
    this.#lastAgeMs = nowMs - arrivedAtMs;
    this.#ages.add(this.#lastAgeMs);
    this.#analysedFrames += 1;
    this.#analysedAtMs.push(nowMs);
    this.#coverage.analysed(arrivedAtMs, receivedAtMs);
    return this.#lastAgeMs;
  }

  refused(refusal: Refusal): void {
    this.losses[OF_REFUSAL[refusal]] += 1;
  }

  /** Looks whether the camera is kept up with. @returns whether that has changed */
  watch({ state, stats }: SourceStatus): boolean {
    const before = this.#trouble?.cause;
    if (state !== 'live') this.#judge.reset();
    const counts = { arrived: stats?.decodedFrames ?? 0, analysed: this.#analysedFrames };
    const moment = { atMs: performance.now(), ...counts, isMachineBusy: this.isMachineBusy() };
    this.#trouble = state === 'live' ? this.#judge.judge(moment) : null;
    if (this.#trouble?.cause !== before) this.#troubleSinceMs = Date.now();
    return this.#trouble?.cause !== before;
  }

  coverage(): Coverage[] {
    return this.#coverage.report(Date.now());
  }

  /** What the source says, and how well it is seen. */
  status(source: SourceStatus): CameraStatus {
    const trouble = source.state === 'live' ? this.#trouble : null;
    return {
      ...source,
      ...(trouble && { state: 'overloaded' as const, error: this.#describe(trouble) }),
      stats: source.stats && {
        ...source.stats,
        analysedFrames: this.#analysedFrames,
        measuredFps: this.#measuredFps(),
        frameAgeMs: this.#lastAgeMs,
        frameAgeP95Ms: this.#ages.quantile(0.95) ?? 0,
        losses: { ...this.losses },
      },
    };
  }

  #measuredFps(): number {
    const sinceMs = performance.now() - Math.max(FPS_WINDOW_MS, (FPS_WINDOW_MS / 1000 / this.camera.fps) * 1000);
    this.#analysedAtMs = this.#analysedAtMs.filter((atMs) => atMs > sinceMs);
    return (this.#analysedAtMs.length * 1000) / (performance.now() - sinceMs);
  }

  #describe({ cause, analysedFps }: LoadTrouble): CameraError {
    const few = `${analysedFps.toFixed(1)} of ${this.camera.fps} frames a second are analysed`;
    return {
      code: 'overloaded',
      message: cause === 'analysis' ? `${few}; the rest is dropped` : `${few}; the machine cannot decode more`,
      remedy:
        'set fewer frames a second, switch cameras off, or give the service more processors; the coverage says what was missed',
      atMs: this.#troubleSinceMs,
    };
  }
}
