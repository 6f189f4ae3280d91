import type { BoxXyxyNorm, TrackUpdate, WorkerConfig } from '@vitrine/contracts';
import type { FaceResult } from '../infer/index.js';
import type { Frame } from '../ingest/index.js';
import type { TrackedFace } from '../track/index.js';
import { VisitFusion } from './visit-fusion.js';

interface Visit {
  readonly fusion: VisitFusion;
  box: BoxXyxyNorm;
  firstSeenAtMs: number;
  atMs: number;
  sentAtMs: number | null;
}

interface PublisherParts {
  calibrate(logits: Float32Array): Float32Array;
  send(update: TrackUpdate): void;
}

/** Says what is known of each visit: from `minFusedFaces` on, at most every `trackIntervalMs`, and a last time when it is over. */
export class TrackPublisher {
  readonly #visits = new Map<string, Visit>();

  constructor(
    private readonly cameraId: string,
    private readonly config: WorkerConfig['publish'],
    private readonly parts: PublisherParts,
  ) {}

  /** Takes over where everybody is and sends what is due. */
  move(faces: readonly TrackedFace[], frame: Frame): void {
    for (const face of faces.filter(({ confirmed }) => confirmed)) {
      const visit = this.#visitOf(face);
      visit.box = normalise(face.box, frame);
      visit.atMs = frame.capturedAtMs;
      this.#sendIfDue(face.trackId, visit);
    }
  }

  /** A face came back from the networks; it is lost when its visit is over. */
  accept(result: FaceResult): void {
    const visit = this.#visits.get(result.sample.trackId);
    if (!visit) return;
    visit.fusion.add(result);
    this.#sendIfDue(result.sample.trackId, visit);
  }

  /** A visit is over. Even one judged by fewer faces than `minFusedFaces` is told now, so that it is counted. */
  end(trackId: string): void {
    const visit = this.#visits.get(trackId);
    this.#visits.delete(trackId);
    if (visit && visit.fusion.faces > 0) this.#send(trackId, visit, true);
  }

  endAll(): void {
    for (const trackId of [...this.#visits.keys()]) this.end(trackId);
  }

  #visitOf({ trackId, firstSeenAtMs }: TrackedFace): Visit {
    let visit = this.#visits.get(trackId);
    if (!visit) {
      visit = { fusion: new VisitFusion(), box: [0, 0, 0, 0], firstSeenAtMs, atMs: firstSeenAtMs, sentAtMs: null };
      this.#visits.set(trackId, visit);
    }
    return visit;
  }

  #sendIfDue(trackId: string, visit: Visit): void {
    if (visit.fusion.faces < this.config.minFusedFaces) return;
    const sinceMs = visit.sentAtMs === null ? Infinity : Math.abs(visit.atMs - visit.sentAtMs);
    if (sinceMs >= this.config.trackIntervalMs) this.#send(trackId, visit, false);
  }

  #send(trackId: string, visit: Visit, final: boolean): void {
    visit.sentAtMs = visit.atMs;
    this.parts.send({
      cameraId: this.cameraId,
      trackId,
      atMs: visit.atMs,
      firstSeenAtMs: visit.firstSeenAtMs,
      box: visit.box,
      ...visit.fusion.fused((logits) => this.parts.calibrate(logits)),
      frameAgeMs: Math.max(0, Date.now() - visit.atMs),
      final,
    });
  }
}

/** Pixels of the small frame → fractions of the frame, clamped to 0–1. */
export function normalise([x0, y0, x1, y1]: TrackedFace['box'], { small }: Frame): BoxXyxyNorm {
  const share = (value: number, whole: number) => Math.min(1, Math.max(0, value / whole));
  return [share(x0, small.widthPx), share(y0, small.heightPx), share(x1, small.widthPx), share(y1, small.heightPx)];
}
