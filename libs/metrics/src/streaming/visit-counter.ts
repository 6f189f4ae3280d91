import type { TrackUpdate } from '@vitrine/contracts';
import { countsOfVisit } from './counts.js';
import { addCounts, isZero, zeroCounts, type CountVector } from './measures.js';

export const MINUTE_MS = 60_000;

/** What has to be added to one stored minute of one camera. */
export interface MinuteChange {
  readonly cameraId: string;
  /** UTC epoch ms of the minute's first millisecond. */
  readonly minuteStartMs: number;
  readonly counts: CountVector;
}

export interface VisitCounterLimits {
  /** Visits remembered at once; beyond it the one that is silent longest is forgotten. */
  readonly maxOpenVisits: number;
  /** A visit without an update for this long is over, though nobody said so. */
  readonly forgetAfterMs: number;
}

interface OpenVisit {
  readonly track: TrackUpdate;
  readonly minuteStartMs: number;
  readonly updatedAtMs: number;
}

/**
 * Turns track updates into changes of minute counts. A visit counts at its first update, in the minute in which it was first seen;
 * later updates change that minute by their difference; its final one is applied and the visit forgotten. A forgotten visit stays
 * counted. An update that arrives after that would be counted again, which is why forgetting takes minutes and not seconds.
 *
 * Memory: `maxOpenVisits` updates, and one vector per camera and minute changed since the last `takeChanges`.
 */
export class VisitCounter {
  /** By camera and track; least recently updated first. */
  readonly #open = new Map<string, OpenVisit>();
  #changes = new Map<string, MinuteChange>();
  #forgotten = 0;

  constructor(private readonly limits: VisitCounterLimits) {}

  get openVisits(): number {
    return this.#open.size;
  }

  /** Visits forgotten because there were too many or they were silent too long. */
  get forgottenVisits(): number {
    return this.#forgotten;
  }

  /** @param nowMs any clock, the same for `forgetSilent` */
  observe(track: TrackUpdate, nowMs: number): void {
    const key = `${track.cameraId}/${track.trackId}`;
    const known = this.#open.get(key);
    const minuteStartMs = known?.minuteStartMs ?? minuteStart(track.firstSeenAtMs);
    const difference = countsOfVisit(track);
    if (known) addCounts(difference, countsOfVisit(known.track), -1);
    this.#change(track.cameraId, minuteStartMs, difference);
    this.#open.delete(key);
    if (track.final) return;
    this.#open.set(key, { track, minuteStartMs, updatedAtMs: nowMs });
    if (this.#open.size > this.limits.maxOpenVisits) this.#forgetOldest();
  }

  /** Forgets visits that have been silent for too long. */
  forgetSilent(nowMs: number): void {
    for (const visit of this.#open.values()) {
      if (nowMs - visit.updatedAtMs < this.limits.forgetAfterMs) return;
      this.#forgetOldest();
    }
  }

  /** All open visits are over, because whoever followed them is gone. What they counted stays. @returns what was last known of them */
  endAll(): TrackUpdate[] {
    const last = [...this.#open.values()].map(({ track }) => track);
    this.#open.clear();
    return last;
  }

  /** @returns the changes since the last call; the caller now owns them and gives them back by `restore` if it cannot store them */
  takeChanges(): MinuteChange[] {
    const changes = [...this.#changes.values()].filter(({ counts }) => !isZero(counts));
    this.#changes = new Map();
    return changes;
  }

  restore(changes: readonly MinuteChange[]): void {
    for (const { cameraId, minuteStartMs, counts } of changes) this.#change(cameraId, minuteStartMs, counts);
  }

  #change(cameraId: string, minuteStartMs: number, difference: CountVector): void {
    const key = `${cameraId}/${minuteStartMs}`;
    const change = this.#changes.get(key) ?? { cameraId, minuteStartMs, counts: zeroCounts() };
    addCounts(change.counts, difference);
    this.#changes.set(key, change);
  }

  #forgetOldest(): void {
    const [oldestKey] = this.#open.keys();
    this.#open.delete(oldestKey!);
    this.#forgotten += 1;
  }
}

/** @returns the first millisecond of the minute that holds `atMs` */
export function minuteStart(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
}
