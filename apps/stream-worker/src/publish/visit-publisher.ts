import type { BoxXyxyNorm, PointXyNorm, VisitUpdate, WorkerConfig, Zone } from '@vitrine/contracts';
import { footOf, zonesOf } from '@vitrine/metrics';
import type { BoxXyxyPx, FaceAnswer, PersonReading } from '@vitrine/models';
import type { Frame } from '../ingest/index.js';
import type { TrackedFace } from '../track/index.js';
import { VisitFusion, type JudgedFace } from './visit-fusion.js';

interface Visit {
  readonly fusion: VisitFusion;
  readonly firstSeenAtMs: number;
  /** Areas it has been in and lines it has crossed so far. */
  readonly zoneIds: Set<string>;
  foot: PointXyNorm | null;
  box: BoxXyxyNorm;
  /** Of the frame the box belongs to: on the clock, and monotonic. */
  atMs: number;
  arrivedAtMs: number;
  sentAtMs: number | null;
}

interface PublisherParts {
  readonly cameraId: string;
  readonly config: WorkerConfig['publish'];
  readonly zones: readonly Zone[];
  /** What the means over a visit's faces mean. */
  read(answer: FaceAnswer): PersonReading;
  send(update: VisitUpdate): void;
  /** A visit was over and no face of it had been judged: nobody is counted. */
  onUnseen(): void;
}

/** Says what is known of each visit: from `minFusedFaces` on, at most every `visitIntervalMs`, and a last time when it is over. */
export class VisitPublisher {
  readonly #visits = new Map<string, Visit>();

  constructor(private readonly parts: PublisherParts) {}

  /** Takes over where everybody is and sends what is due. */
  move(faces: readonly TrackedFace[], frame: Frame): void {
    for (const face of faces.filter(({ confirmed }) => confirmed)) {
      const visit = this.#visitOf(face, frame);
      Object.assign(visit, { box: normalise(face.box, frame), atMs: frame.receivedAtMs, arrivedAtMs: frame.arrivedAtMs });
      if (face.seen) this.#walk(visit);
      this.#sendIfDue(face.visitId, visit);
    }
  }

  /** A face came back from the networks; it is lost when its visit is over. */
  accept(visitId: string, face: JudgedFace): void {
    const visit = this.#visits.get(visitId);
    if (!visit) return;
    visit.fusion.add(face);
    this.#sendIfDue(visitId, visit);
  }

  /** Whether more faces would hardly change what is known of a visit. */
  isSettled(visitId: string): boolean {
    return this.#visits.get(visitId)?.fusion.isSettled ?? false;
  }

  /** A visit is over. Even one judged by fewer faces than `minFusedFaces` is told now, so that it is counted. */
  end(visitId: string): void {
    const visit = this.#visits.get(visitId);
    if (!visit) return;
    this.#visits.delete(visitId);
    if (visit.fusion.faces > 0) this.#send(visitId, visit, true);
    else this.parts.onUnseen();
  }

  endAll(): void {
    for (const visitId of [...this.#visits.keys()]) this.end(visitId);
  }

  #visitOf({ visitId, sinceFirstSeenMs }: TrackedFace, { receivedAtMs, arrivedAtMs }: Frame): Visit {
    let visit = this.#visits.get(visitId);
    if (!visit) {
      const firstSeenAtMs = Math.round(receivedAtMs - sinceFirstSeenMs);
      const place = { box: [0, 0, 0, 0] as BoxXyxyNorm, foot: null, zoneIds: new Set<string>() };
      visit = { fusion: new VisitFusion(), firstSeenAtMs, ...place, atMs: receivedAtMs, arrivedAtMs, sentAtMs: null };
      this.#visits.set(visitId, visit);
    }
    return visit;
  }

  /** A place that is only expected has been nowhere. */
  #walk(visit: Visit): void {
    const foot = footOf(visit.box);
    for (const zoneId of zonesOf(visit.foot, foot, this.parts.zones)) visit.zoneIds.add(zoneId);
    visit.foot = foot;
  }

  #sendIfDue(visitId: string, visit: Visit): void {
    const { minFusedFaces, visitIntervalMs } = this.parts.config;
    if (visit.fusion.faces < minFusedFaces) return;
    if (visit.sentAtMs === null || visit.arrivedAtMs - visit.sentAtMs >= visitIntervalMs) this.#send(visitId, visit, false);
  }

  #send(visitId: string, visit: Visit, final: boolean): void {
    visit.sentAtMs = visit.arrivedAtMs;
    this.parts.send({
      cameraId: this.parts.cameraId,
      visitId,
      atMs: visit.atMs,
      firstSeenAtMs: visit.firstSeenAtMs,
      box: visit.box,
      zoneIds: [...visit.zoneIds],
      ...visit.fusion.fused((answer) => this.parts.read(answer)),
      frameAgeMs: Math.max(0, performance.now() - visit.arrivedAtMs),
      final,
    });
  }
}

/** Pixels of a frame → fractions of it, clamped to 0–1. */
export function normalise([x0, y0, x1, y1]: BoxXyxyPx, { image: { widthPx, heightPx } }: Pick<Frame, 'image'>): BoxXyxyNorm {
  const share = (value: number, whole: number) => Math.min(1, Math.max(0, value / whole));
  return [share(x0, widthPx), share(y0, heightPx), share(x1, widthPx), share(y1, heightPx)];
}
