import type {
  AggregateResponse,
  ApiError,
  AttributeName,
  CameraView,
  Preview,
  ServerMessage,
  ServiceStatus,
  TrackUpdate,
} from '@vitrine/contracts';

/** `waiting` counts down to the next attempt. */
export type LivePhase = 'connecting' | 'open' | 'waiting';

export interface Connection {
  readonly phase: LivePhase;
  /** When the next attempt begins while waiting, browser clock, epoch ms. */
  readonly retryAtMs: number | null;
  /** Sequence number of the last message on this connection; 0 before the first. */
  readonly lastSeq: number;
  /** Messages that the service left out since the page was opened, because this screen was too slow. */
  readonly skipped: number;
  /** When the last message came, browser clock, epoch ms. */
  readonly heardAtMs: number | null;
}

/** A visit as it is shown. */
export interface Person {
  readonly track: TrackUpdate;
  /** Place on the screen, from 0; held until the person is gone. */
  readonly slot: number;
  /** Last message or picture with this person, browser clock, epoch ms. */
  readonly seenAtMs: number;
  /** When the visit's last message came, browser clock; null while it goes on. */
  readonly endedAtMs: number | null;
  readonly notable: ReadonlySet<AttributeName>;
  /** The age as it is shown, whole years that follow the track's age without wavering. */
  readonly shownAgeYears: number;
}

export interface DashboardState {
  readonly connection: Connection;
  readonly service: ServiceStatus | null;
  /** Null until the service has answered. */
  readonly cameras: readonly CameraView[] | null;
  readonly previews: Readonly<Record<string, Preview>>;
  readonly people: readonly Person[];
  /** Attributes that this site's policy lets out; empty until it is known. */
  readonly allowed: ReadonlySet<AttributeName>;
  readonly hour: AggregateResponse | null;
  /** The last thing that went wrong between this page and the service. */
  readonly trouble: ApiError | null;
  /** Browser clock of the last tick, epoch ms. */
  readonly nowMs: number;
}

export type Action =
  | { readonly kind: 'live'; readonly phase: LivePhase; readonly retryAtMs: number | null }
  | { readonly kind: 'message'; readonly message: ServerMessage; readonly nowMs: number }
  | { readonly kind: 'cameras'; readonly cameras: readonly CameraView[] }
  | { readonly kind: 'camera-changed'; readonly camera: CameraView }
  | { readonly kind: 'camera-removed'; readonly cameraId: string }
  | { readonly kind: 'policy'; readonly allowed: ReadonlySet<AttributeName> }
  | { readonly kind: 'status'; readonly status: ServiceStatus }
  | { readonly kind: 'hour'; readonly hour: AggregateResponse }
  | { readonly kind: 'trouble'; readonly trouble: ApiError | null }
  | { readonly kind: 'tick'; readonly nowMs: number };

export function initialState(nowMs: number): DashboardState {
  return {
    connection: { phase: 'connecting', retryAtMs: null, lastSeq: 0, skipped: 0, heardAtMs: null },
    service: null,
    cameras: null,
    previews: {},
    people: [],
    allowed: new Set(),
    hour: null,
    trouble: null,
    nowMs,
  };
}
