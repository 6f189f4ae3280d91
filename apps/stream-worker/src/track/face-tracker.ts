import { randomUUID } from 'node:crypto';
import type { WorkerConfig } from '@vitrine/contracts';
import type { BoxXyxyPx } from '@vitrine/models';
import { assign, distanceInFaces } from './assign.js';
import { Pace } from './pace.js';
import { Track } from './track.js';

/** What the tracker needs to know of a detected face. */
export interface Detection {
  readonly box: BoxXyxyPx;
  readonly confidence: number;
}

export interface TrackedFace<D extends Detection = Detection> {
  /** Id of the visit; random, not derived from the face. */
  readonly visitId: string;
  readonly box: BoxXyxyPx;
  readonly confidence: number;
  /** The detection on this frame; null where the place is expected only. */
  readonly seen: D | null;
  /** Since it was detected last; 0 on a frame on which it is. */
  readonly unseenMs: number;
  /** Since the visit's first frame. */
  readonly sinceFirstSeenMs: number;
  /** Seen for long enough to be a person. */
  readonly confirmed: boolean;
}

/** A visit whose track is lost and that somebody may still continue. */
interface Departed {
  readonly visitId: string;
  readonly box: BoxXyxyPx;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
}

interface Moment<D extends Detection> {
  readonly faces: TrackedFace<D>[];
  /** Visits that nobody continued within the re-entry time. */
  readonly endedVisits: string[];
}

export interface TrackerOptions {
  readonly tracking: WorkerConfig['tracking'];
  /** A face less certain than this continues a visit and begins none. */
  readonly minConfidence: number;
  /** Frames that are to be looked at each second. */
  readonly fps: number;
}

/**
 * Joins detections to tracks (Kalman prediction, distance and overlap, optimal assignment) and tracks to visits (re-entry by time and
 * place). Everything is measured in time and in face widths, nothing in frames, so it is right at any rate of frames. All times are monotonic.
 */
export class FaceTracker<D extends Detection = Detection> {
  #tracks: Track[] = [];
  #departed: Departed[] = [];
  readonly #firstSeenAtMs = new Map<string, number>();
  readonly #pace: Pace;

  constructor(private readonly options: TrackerOptions) {
    this.#pace = new Pace(options.fps);
  }

  /** @param detections of one frame, the uncertain ones too @param atMs when the frame came */
  update(detections: readonly D[], atMs: number): Moment<D> {
    const seconds = this.#pace.advance(atMs) / 1000;
    for (const track of this.#tracks) track.predict(seconds);
    const seen = new Map<Track, D>();
    const isCertain = ({ confidence }: D) => confidence >= this.options.minConfidence;
    const strangers = this.#match(this.#tracks, detections.filter(isCertain), { seen, atMs });
    const unseenPeople = this.#tracks.filter((track) => track.isPerson && !seen.has(track));
    this.#match(
      unseenPeople,
      detections.filter((detection) => !isCertain(detection)),
      { seen, atMs },
    );
    for (const detection of strangers) {
      const track = new Track(randomUUID(), detection.box, detection.confidence, atMs);
      this.#tracks.push(track);
      seen.set(track, detection);
    }
    const { endedVisits } = this.tick(atMs);
    return { faces: this.#tracks.map((track) => this.#describe(track, seen.get(track) ?? null, atMs)), endedVisits };
  }

  /** Time passes, with or without frames: tracks unseen for too long depart, departures too old end their visits. */
  tick(atMs: number): { endedVisits: string[] } {
    const { maxLostMs, reentryMs } = this.options.tracking;
    const lost = this.#tracks.filter((track) => atMs - track.lastSeenAtMs > this.#pace.atLeast(maxLostMs));
    this.#tracks = this.#tracks.filter((track) => !lost.includes(track));
    // A track that never became a person leaves no visit behind.
    for (const track of lost) if (track.isPerson) this.#departed.push(snapshot(track));
    const over = this.#departed.filter(({ lastSeenAtMs }) => atMs - lastSeenAtMs > this.#pace.atLeast(reentryMs));
    this.#departed = this.#departed.filter((departed) => !over.includes(departed));
    for (const { visitId } of over) this.#firstSeenAtMs.delete(visitId);
    return { endedVisits: over.map(({ visitId }) => visitId) };
  }

  /** Where somebody was seen last and may still be: tracks and departures, not older than the re-entry time. */
  get lastPlaces(): BoxXyxyPx[] {
    return [...this.#tracks, ...this.#departed].map(({ box }) => box);
  }

  /** @returns detections that belong to none of the tracks */
  #match(tracks: readonly Track[], detections: readonly D[], { seen, atMs }: Looking<D>): D[] {
    const expected = tracks.map((track) => ({ box: track.box, unseenS: (atMs - track.lastSeenAtMs) / 1000 }));
    const pairs = assign(
      expected,
      detections.map(({ box }) => box),
    );
    for (const [row, column] of pairs) {
      const [track, detection] = [tracks[row]!, detections[column]!];
      seen.set(track, detection);
      const isNewPerson = track.see(detection.box, detection.confidence, { atMs, confirmMs: this.options.tracking.confirmMs });
      if (isNewPerson) this.#recognise(track);
    }
    const matched = new Set(pairs.map(([, column]) => column));
    return detections.filter((_, index) => !matched.has(index));
  }

  /** Somebody new: the nearest visit that was lost where this track began, and not seen since, goes on. */
  #recognise(track: Track): void {
    const lost = this.#tracks.filter((other) => other !== track && other.isPerson).map(snapshot);
    const [former] = [...this.#departed, ...lost]
      .map((visit) => ({ ...visit, distance: distanceInFaces(visit.box, track.firstBox) }))
      .filter(({ lastSeenAtMs }) => lastSeenAtMs < track.firstSeenAtMs)
      .filter(({ distance }) => distance <= this.options.tracking.reentryFaceWidths)
      .toSorted((a, b) => a.distance - b.distance);
    if (!former) return;
    this.#departed = this.#departed.filter(({ visitId }) => visitId !== former.visitId);
    this.#tracks = this.#tracks.filter(({ visitId }) => visitId !== former.visitId);
    this.#firstSeenAtMs.set(former.visitId, this.#firstSeenAtMs.get(former.visitId) ?? former.firstSeenAtMs);
    track.visitId = former.visitId;
  }

  #describe(track: Track, seen: D | null, atMs: number): TrackedFace<D> {
    const { visitId, box, confidence, isPerson: confirmed } = track;
    const firstSeenAtMs = this.#firstSeenAtMs.get(visitId) ?? track.firstSeenAtMs;
    const unseenMs = atMs - track.lastSeenAtMs;
    return { visitId, box, confidence, seen, unseenMs, sinceFirstSeenMs: atMs - firstSeenAtMs, confirmed };
  }
}

/** One frame being looked at. */
interface Looking<D> {
  readonly seen: Map<Track, D>;
  readonly atMs: number;
}

function snapshot({ visitId, box, firstSeenAtMs, lastSeenAtMs }: Track): Departed {
  return { visitId, box, firstSeenAtMs, lastSeenAtMs };
}
