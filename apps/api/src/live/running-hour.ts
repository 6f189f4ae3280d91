import {
  ageBracketOf,
  ATTRIBUTE_NAMES,
  type AgeBracket,
  type AttributeName,
  type Gender,
  type RunningHour,
  type VisitUpdate,
} from '@vitrine/contracts';
import { ATTRIBUTE_THRESHOLD } from '@vitrine/metrics';

const MINUTE_MS = 60_000;
const MINUTES = 60;

interface Counted {
  readonly minute: number;
  readonly gender: Gender;
  readonly age: AgeBracket;
  readonly attributes: readonly AttributeName[];
}

/** The busiest door has a tenth of this in an hour; beyond it the oldest visits are left out. */
const MAX_VISITS = 20_000;

/** The last sixty minutes of each camera, from the visits themselves. In memory: it begins anew with the process. */
export class RunningHours {
  /** By camera and visit, in the order of first sight. */
  readonly #cameras = new Map<string, Map<string, Counted>>();
  readonly #changed = new Set<string>();

  observe({ cameraId, visitId, gender, firstSeenAtMs, ageYears, attributes: probabilities }: VisitUpdate): void {
    const attributes = ATTRIBUTE_NAMES.filter((name) => (probabilities[name] ?? 0) >= ATTRIBUTE_THRESHOLD);
    const counted = { minute: Math.floor(firstSeenAtMs / MINUTE_MS), gender, age: ageBracketOf(ageYears), attributes };
    const visits = this.#cameras.get(cameraId) ?? new Map<string, Counted>();
    this.#cameras.set(cameraId, visits);
    const before = visits.get(visitId);
    if (before && JSON.stringify(before) === JSON.stringify(counted)) return;
    visits.set(visitId, counted);
    if (visits.size > MAX_VISITS) visits.delete(visits.keys().next().value!);
    this.#changed.add(cameraId);
  }

  remove(cameraId: string): void {
    this.#cameras.delete(cameraId);
    this.#changed.delete(cameraId);
  }

  /** @returns the cameras whose hour changed since the last call */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** @param atMs now, UTC epoch ms */
  of(cameraId: string, atMs: number): RunningHour {
    const last = Math.floor(atMs / MINUTE_MS);
    const first = last - MINUTES + 1;
    const kept = this.#cameras.get(cameraId) ?? new Map<string, Counted>();
    for (const [visitId, { minute }] of kept) if (minute < first) kept.delete(visitId);
    const visits = [...kept.values()].filter(({ minute }) => minute <= last);
    const visitsByMinute = new Array<number>(MINUTES).fill(0);
    const groups = new Map<string, RunningHour['groups'][number]>();
    const attributes: RunningHour['attributes'] = {};
    for (const { minute, gender, age, attributes: had } of visits) {
      for (const name of had) attributes[name] = (attributes[name] ?? 0) + 1;
      visitsByMinute[minute - first]! += 1;
      const key = `${gender}/${age}`;
      groups.set(key, { gender, age, visits: (groups.get(key)?.visits ?? 0) + 1 });
    }
    const counts = { visits: visits.length, visitsByMinute, groups: [...groups.values()], attributes };
    return { cameraId, atMs, fromMs: first * MINUTE_MS, ...counts };
  }
}
