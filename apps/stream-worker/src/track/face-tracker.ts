import { randomUUID } from 'node:crypto';
import type { WorkerConfig } from '@vitrine/contracts';
import type { BoxXyxyPx, FaceDetection } from '@vitrine/models';
import { assign } from './assign.js';
import { Track } from './track.js';

export interface TrackedFace {
  /** Id of the visit; random, not derived from the face. */
  readonly trackId: string;
  /** Pixels of the frame the detections came from. */
  readonly box: BoxXyxyPx;
  readonly confidence: number;
  /** Whether the detector saw it on this frame; predicted otherwise. */
  readonly detected: boolean;
  readonly firstSeenAtMs: number;
  /** Seen often enough to be a person. */
  readonly confirmed: boolean;
}

/** A visit whose track is lost and that somebody may still continue. */
interface Departed {
  readonly visitId: string;
  readonly box: BoxXyxyPx;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
}

interface Moment {
  readonly faces: TrackedFace[];
  /** Visits that nobody continued within the re-entry time. */
  readonly endedVisits: string[];
}

/** Joins detections to tracks (Kalman prediction, IoU, optimal assignment) and tracks to visits (re-entry by time and place). */
export class FaceTracker {
  #tracks: Track[] = [];
  #departed: Departed[] = [];
  readonly #firstSeenAtMs = new Map<string, number>();
  #lastAtMs: number | null = null;

  constructor(private readonly config: WorkerConfig['tracking']) {}

  /** @param detections null on a frame without detection: predict only. @param atMs the frame's capture time */
  update(detections: readonly FaceDetection[] | null, atMs: number): Moment {
    // A clock that jumps back must not run the filters backwards.
    const seconds = Math.max(0, atMs - (this.#lastAtMs ?? atMs)) / 1000;
    this.#lastAtMs = atMs;
    for (const track of this.#tracks) track.predict(seconds);
    const seen = detections ? this.#match(detections, atMs) : new Set<Track>();
    const { endedVisits } = this.tick(atMs);
    return { faces: this.#tracks.map((track) => this.#describe(track, seen.has(track))), endedVisits };
  }

  /** Time passes, with or without frames: tracks unseen for too long depart, departures too old end their visits. */
  tick(atMs: number): { endedVisits: string[] } {
    const lost = this.#tracks.filter((track) => atMs - track.lastSeenAtMs > this.config.maxLostMs);
    this.#tracks = this.#tracks.filter((track) => !lost.includes(track));
    // A track that never became a person leaves no visit behind.
    for (const track of lost.filter((track) => this.#isConfirmed(track))) this.#departed.push({ ...snapshot(track) });
    const over = this.#departed.filter(({ lastSeenAtMs }) => atMs - lastSeenAtMs > this.config.reentryMs);
    this.#departed = this.#departed.filter((departed) => !over.includes(departed));
    for (const { visitId } of over) this.#firstSeenAtMs.delete(visitId);
    return { endedVisits: over.map(({ visitId }) => visitId) };
  }

  #match(detections: readonly FaceDetection[], atMs: number): Set<Track> {
    const pairs = assign(
      this.#tracks.map(({ box }) => box),
      detections.map(({ box }) => box),
      this.config.minIou,
    );
    const seen = new Set<Track>();
    for (const [row, column] of pairs) {
      const [track, detection] = [this.#tracks[row]!, detections[column]!];
      track.see(detection.box, detection.confidence, atMs);
      seen.add(track);
    }
    const matched = new Set(pairs.map(([, column]) => column));
    const started = detections.filter((_, index) => !matched.has(index)).map((detection) => this.#begin(detection, atMs, seen));
    this.#tracks.push(...started);
    return new Set([...seen, ...started]);
  }

  /** A face out of nowhere: the nearest visit that was just lost there, else a new one. */
  #begin({ box, confidence }: FaceDetection, atMs: number, seen: ReadonlySet<Track>): Track {
    const unseen = this.#tracks.filter((track) => !seen.has(track) && this.#isConfirmed(track)).map(snapshot);
    const candidates = [...this.#departed, ...unseen]
      .filter((departed) => distanceInFaces(departed.box, box) <= this.config.reentryFaceWidths)
      .sort((a, b) => distanceInFaces(a.box, box) - distanceInFaces(b.box, box));
    const former = candidates[0];
    if (!former) return new Track(randomUUID(), box, confidence, atMs);
    this.#departed = this.#departed.filter(({ visitId }) => visitId !== former.visitId);
    this.#tracks = this.#tracks.filter(({ visitId }) => visitId !== former.visitId);
    this.#firstSeenAtMs.set(former.visitId, former.firstSeenAtMs);
    const track = new Track(former.visitId, box, confidence, atMs);
    track.hits = this.config.minHits;
    return track;
  }

  #isConfirmed(track: Track): boolean {
    return track.hits >= this.config.minHits;
  }

  #describe(track: Track, detected: boolean): TrackedFace {
    return {
      trackId: track.visitId,
      box: track.box,
      confidence: track.confidence,
      detected,
      firstSeenAtMs: this.#firstSeenAtMs.get(track.visitId) ?? track.firstSeenAtMs,
      confirmed: this.#isConfirmed(track),
    };
  }
}

function snapshot({ visitId, box, firstSeenAtMs, lastSeenAtMs }: Track): Departed {
  return { visitId, box, firstSeenAtMs, lastSeenAtMs };
}

/** Distance of the centres in widths of the larger face. */
function distanceInFaces(a: BoxXyxyPx, b: BoxXyxyPx): number {
  const distance = Math.hypot((a[0] + a[2] - b[0] - b[2]) / 2, (a[1] + a[3] - b[1] - b[3]) / 2);
  return distance / Math.max(a[2] - a[0], b[2] - b[0]);
}
