import type { DesiredState, VisitUpdate } from '@vitrine/contracts';
import type { Engine, EngineBus } from '@vitrine/stream-worker';

const TICK_MS = 50;
const STATUS_EVERY_MS = 2_000;

/**
 * Cameras before which somebody walks by in every slot of time, looked at by nobody: events without pixels. A visit is named after its camera and
 * slot, so whoever hears of one twice knows that two workers had the camera at once.
 */
export class SimulatedCameras implements Engine {
  /** By camera: the slot that was told last. */
  readonly #slots = new Map<string, number>();
  readonly #timers: NodeJS.Timeout[];

  constructor(
    private readonly bus: EngineBus,
    private readonly slotMs: number,
  ) {
    bus.send({ kind: 'ready', runtime: RUNTIME });
    this.#timers = [
      setInterval(() => this.#walkBy(), TICK_MS),
      setInterval(() => {
        for (const cameraId of this.#slots.keys()) this.#tellStatus(cameraId);
      }, STATUS_EVERY_MS),
    ];
  }

  want({ revision, cameras }: DesiredState): void {
    const wanted = new Set(cameras.map(({ id }) => id));
    for (const id of this.#slots.keys()) if (!wanted.has(id)) this.#slots.delete(id);
    for (const id of wanted) {
      if (this.#slots.has(id)) continue;
      this.#slots.set(id, this.#slotOf(Date.now()));
      this.#tellStatus(id);
    }
    this.bus.send({ kind: 'applied', revision });
  }

  close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    return Promise.resolve();
  }

  #slotOf(atMs: number): number {
    return Math.floor(atMs / this.slotMs);
  }

  #walkBy(): void {
    const atMs = Date.now();
    const slot = this.#slotOf(atMs);
    for (const [cameraId, last] of this.#slots) {
      if (slot === last) continue;
      this.#slots.set(cameraId, slot);
      this.bus.send({ kind: 'visit', visit: visitOf(cameraId, slot, atMs) });
    }
  }

  #tellStatus(cameraId: string): void {
    const atMs = Date.now();
    const status = { cameraId, state: 'live', sinceMs: atMs, nextTryAtMs: null, error: null, stats: null, atMs } as const;
    this.bus.send({ kind: 'camera', status });
  }
}

function visitOf(cameraId: string, slot: number, atMs: number): VisitUpdate {
  return {
    cameraId,
    visitId: `${cameraId}-${slot}`,
    atMs,
    firstSeenAtMs: atMs,
    box: [0.1, 0.1, 0.2, 0.3],
    zoneIds: [],
    ageYears: 20 + (slot % 50),
    ageSpreadYears: 5,
    gender: slot % 2 === 0 ? 'female' : 'male',
    genderProbability: 0.9,
    attributes: { Eyeglasses: slot % 3 === 0 ? 0.9 : 0.1, Smiling: 0.5 },
    quality: 0.9,
    faces: 3,
    frameAgeMs: 50,
    final: true,
  };
}

const RUNTIME = {
  detector: 'simulated',
  detectorVersion: 'none',
  detectorProvider: 'none',
  detectorNote: null,
  profile: 'compact',
  modelVersion: 'none',
  provider: 'cpu',
  providerNote: null,
  precision: 'fp32',
  ffmpegVersion: 'none',
  sustainedCameras: 1_000,
} as const;
