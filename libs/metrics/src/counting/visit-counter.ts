import { placeOf, type Coverage, type VisitUpdate } from '@vitrine/contracts';
import { cellsOfVisit } from './cells.js';
import { minuteStart } from './time.js';

/** What has to be added to one minute of one place. Whole numbers; negative where a visit was corrected. */
export interface CountChange {
  /** `camera` or `camera/zone` */
  readonly place: string;
  /** UTC epoch ms of the minute's first millisecond */
  readonly minuteStartMs: number;
  readonly visits: number;
  /** Time of this minute in which the camera's frames were analysed, ms. */
  readonly analysedMs: number;
  /** By the cell's number (`cells.ts`). */
  readonly cells: ReadonlyMap<number, number>;
}

export interface VisitCounterLimits {
  /** Visits remembered at once, open ones and ended ones each; beyond it the one that is silent longest is forgotten. */
  readonly maxVisits: number;
  /** A visit without an update for this long is over, though nobody said so. */
  readonly forgetAfterMs: number;
}

/** A visit in one place. */
interface Stay {
  readonly minuteStartMs: number;
  readonly firstMs: number;
  cells: readonly number[];
}

interface OpenVisit {
  visit: VisitUpdate;
  readonly stays: Map<string, Stay>;
  updatedAtMs: number;
}

/** A worker repeats the minute that runs and the one before. */
const REPEATED_MINUTES = 3;

interface MutableChange {
  place: string;
  minuteStartMs: number;
  visits: number;
  analysedMs: number;
  cells: Map<number, number>;
}

/**
 * Turns visit updates into changes of counts. A visit counts in each of its places at the first update that has it there, in that
 * minute; later updates move it between cells; an update that repeats, is older than what is known or comes after the last one
 * changes nothing.
 *
 * Memory: `maxVisits` open visits and as many ids of ended ones, and one change per place and minute since the last `takeChanges`.
 */
export class VisitCounter {
  /** By camera and visit; least recently updated first. */
  readonly #open = new Map<string, OpenVisit>();
  /** Ended visits, oldest first, so that a late update is not a new visit. */
  readonly #ended = new Set<string>();
  /** By camera and minute, ms: what was told of the latest minutes. */
  readonly #covered = new Map<string, Map<number, number>>();
  #changes = new Map<string, MutableChange>();
  #forgotten = 0;

  constructor(private readonly limits: VisitCounterLimits) {}

  get openVisits(): number {
    return this.#open.size;
  }

  /** Visits forgotten because there were too many or they were silent too long; they stay counted. */
  get forgottenVisits(): number {
    return this.#forgotten;
  }

  /**
   * @param visit after the policy's filter
   * @param nowMs any clock, the same for `forgetSilent`
   */
  observe(visit: VisitUpdate, nowMs: number): void {
    const key = `${visit.cameraId}/${visit.visitId}`;
    if (this.#ended.has(key)) return;
    const open = this.#open.get(key) ?? { visit, stays: new Map<string, Stay>(), updatedAtMs: nowMs };
    if (visit.atMs < open.visit.atMs) return;
    open.visit = visit;
    open.updatedAtMs = nowMs;
    this.#stay(open, visit.cameraId, visit.firstSeenAtMs);
    for (const zoneId of visit.zoneIds) this.#stay(open, placeOf(visit.cameraId, zoneId), visit.atMs);
    this.#open.delete(key);
    if (visit.final) this.#end(key);
    else this.#open.set(key, open);
    if (this.#open.size > this.limits.maxVisits) this.#forgetOldest();
  }

  /** Repeated while the minute runs and a little longer; the last word on a minute counts. @returns what this word adds, ms */
  cover({ cameraId, minuteStartMs, analysedMs }: Coverage): number {
    const minutes = this.#covered.get(cameraId) ?? new Map<number, number>();
    this.#covered.set(cameraId, minutes);
    const addedMs = analysedMs - (minutes.get(minuteStartMs) ?? 0);
    this.#change(cameraId, minuteStartMs).analysedMs += addedMs;
    minutes.set(minuteStartMs, analysedMs);
    if (minutes.size > REPEATED_MINUTES) minutes.delete(minutes.keys().next().value!);
    return addedMs;
  }

  /** Forgets visits that have been silent for too long. */
  forgetSilent(nowMs: number): void {
    for (const visit of this.#open.values()) {
      if (nowMs - visit.updatedAtMs < this.limits.forgetAfterMs) return;
      this.#forgetOldest();
    }
  }

  /** Open visits of these cameras are over, because whoever followed them is gone. @returns what was last known of them */
  endAll(isGone: (cameraId: string) => boolean = () => true): VisitUpdate[] {
    for (const cameraId of [...this.#covered.keys()].filter(isGone)) this.#covered.delete(cameraId);
    const gone = [...this.#open].filter(([, { visit }]) => isGone(visit.cameraId));
    for (const [key] of gone) {
      this.#open.delete(key);
      this.#end(key);
    }
    return gone.map(([, { visit }]) => visit);
  }

  /** @returns the changes since the last call, which the caller now owns */
  takeChanges(): CountChange[] {
    const changes = [...this.#changes.values()];
    this.#changes = new Map();
    return changes.filter(({ visits, analysedMs, cells }) => {
      for (const [cell, n] of cells) if (n === 0) cells.delete(cell);
      return visits !== 0 || analysedMs !== 0 || cells.size > 0;
    });
  }

  #stay({ visit, stays }: OpenVisit, place: string, firstMs: number): void {
    const known = stays.get(place);
    const stay: Stay = known ?? { firstMs, minuteStartMs: minuteStart(firstMs), cells: [] };
    const change = this.#change(place, stay.minuteStartMs);
    if (!known) change.visits += 1;
    for (const cell of stay.cells) change.cells.set(cell, (change.cells.get(cell) ?? 0) - 1);
    stay.cells = cellsOfVisit(visit, visit.atMs - stay.firstMs);
    for (const cell of stay.cells) change.cells.set(cell, (change.cells.get(cell) ?? 0) + 1);
    stays.set(place, stay);
  }

  #change(place: string, minuteStartMs: number): MutableChange {
    const key = `${place} ${minuteStartMs}`;
    const change = this.#changes.get(key) ?? { place, minuteStartMs, visits: 0, analysedMs: 0, cells: new Map<number, number>() };
    this.#changes.set(key, change);
    return change;
  }

  #end(key: string): void {
    this.#ended.add(key);
    if (this.#ended.size <= this.limits.maxVisits) return;
    const [oldest] = this.#ended;
    this.#ended.delete(oldest!);
  }

  #forgetOldest(): void {
    const [oldestKey] = this.#open.keys();
    this.#open.delete(oldestKey!);
    this.#end(oldestKey!);
    this.#forgotten += 1;
  }
}
