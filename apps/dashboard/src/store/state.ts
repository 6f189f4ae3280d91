import type { ApiError, CameraState, CameraView, Gender, RunningHour, ServerMessage, VisitUpdate } from '@vitrine/contracts';
import type { LivePhase } from '@vitrine/client';

export interface Connection {
  readonly phase: LivePhase;
  /** When the next attempt begins while waiting, browser clock, epoch ms. */
  readonly retryAtMs: number | null;
  /** Messages that the service left out since the page was opened, because this screen was too slow. */
  readonly skipped: number;
  readonly lastSeq: number;
  /** When the last message came, browser clock, epoch ms. */
  readonly heardAtMs: number | null;
}

/** What is written of a person. Follows the visit at most once a second, so that nobody has to read what flickers. */
export interface Shown {
  readonly gender: Gender;
  readonly ageYears: number;
  readonly ageSpreadYears: number;
}

export interface Person {
  readonly visit: VisitUpdate;
  readonly shown: Shown;
  readonly shownAtMs: number;
  /** Last message about this person, browser clock, epoch ms. */
  readonly seenAtMs: number;
}

/** Something that happened while the page was open. */
export interface LiveEvent {
  readonly cameraId: string;
  readonly cameraName: string;
  readonly state: CameraState;
  readonly error: CameraView['error'];
  readonly atMs: number;
}

export interface Site {
  readonly timeZone: string;
  readonly version: string;
  readonly policyVersion: number;
}

export interface LiveState {
  readonly connection: Connection;
  /** Null until the service has greeted. */
  readonly site: Site | null;
  /** Null until the service has answered. */
  readonly cameras: readonly CameraView[] | null;
  /** People in view. */
  readonly people: ReadonlyMap<string, Person>;
  readonly hours: Readonly<Record<string, RunningHour>>;
  readonly events: readonly LiveEvent[];
  /** When somebody last looked at the events, browser clock, epoch ms. */
  readonly eventsReadAtMs: number;
  /** Grows with each block that history publishes; questions about the past are asked again then. */
  readonly publishedBlocks: number;
  readonly trouble: ApiError | null;
  /** Browser clock of the last tick, epoch ms. */
  readonly nowMs: number;
}

export type Action =
  | { readonly kind: 'phase'; readonly phase: LivePhase; readonly retryAtMs: number | null }
  | { readonly kind: 'message'; readonly message: ServerMessage; readonly nowMs: number }
  | { readonly kind: 'cameras'; readonly cameras: readonly CameraView[] }
  | { readonly kind: 'trouble'; readonly trouble: ApiError | null }
  | { readonly kind: 'events-read'; readonly nowMs: number }
  | { readonly kind: 'tick'; readonly nowMs: number };

export function initialState(nowMs: number): LiveState {
  return {
    connection: { phase: 'connecting', retryAtMs: null, skipped: 0, lastSeq: 0, heardAtMs: null },
    site: null,
    cameras: null,
    people: new Map(),
    hours: {},
    events: [],
    eventsReadAtMs: nowMs,
    publishedBlocks: 0,
    trouble: null,
    nowMs,
  };
}
