import type { CameraStatus, CameraView, ServerMessage } from '@vitrine/contracts';
import { withoutGone, withPreview, withTrack } from './people.js';
import type { Action, Connection, DashboardState } from './state.js';

/** The whole page is a function of what was heard. Pure. */
export function reduce(state: DashboardState, action: Action): DashboardState {
  switch (action.kind) {
    case 'live':
      return { ...state, connection: withPhase(state.connection, action) };
    case 'message':
      return withMessage({ ...state, connection: withSeq(state.connection, action) }, action.message, action.nowMs);
    case 'cameras':
      return withCameras(state, action.cameras);
    case 'camera-changed':
      return withCameras(state, upsert(state.cameras ?? [], action.camera));
    case 'camera-removed':
      return withCameras(
        state,
        (state.cameras ?? []).filter(({ id }) => id !== action.cameraId),
      );
    case 'policy':
      return { ...state, allowed: action.allowed };
    case 'status':
      return { ...state, service: action.status };
    case 'hour':
      return { ...state, hour: action.hour };
    case 'trouble':
      return { ...state, trouble: action.trouble };
    case 'tick':
      return { ...state, nowMs: action.nowMs, people: withoutGone(state.people, action.nowMs) };
  }
}

function withPhase(connection: Connection, { phase, retryAtMs }: Extract<Action, { kind: 'live' }>): Connection {
  // Sequence numbers begin anew with each connection.
  return { ...connection, phase, retryAtMs, lastSeq: phase === 'connecting' ? 0 : connection.lastSeq };
}

function withSeq(connection: Connection, { message, nowMs }: Extract<Action, { kind: 'message' }>): Connection {
  const skippedNow = Math.max(0, message.seq - connection.lastSeq - 1);
  return { ...connection, lastSeq: message.seq, skipped: connection.skipped + skippedNow, heardAtMs: nowMs };
}

function withMessage(state: DashboardState, message: ServerMessage, nowMs: number): DashboardState {
  switch (message.type) {
    case 'track':
      return { ...state, people: withTrack(state.people, message, state.allowed, nowMs) };
    case 'preview':
      return {
        ...state,
        previews: { ...state.previews, [message.cameraId]: message },
        people: withPreview(state.people, message, nowMs),
      };
    case 'camera':
      return withCameras(
        state,
        state.cameras?.map((camera) => (camera.id === message.cameraId ? withStatus(camera, message) : camera)) ?? null,
      );
    case 'error':
      return { ...state, trouble: message };
    case 'aggregate':
      // The last hour is asked for again as a whole; adding buckets up here would count twice what the service corrects.
      return state;
  }
}

function withStatus(camera: CameraView, { state, error, stats, name }: CameraStatus & { name: string }): CameraView {
  return { ...camera, name, state, error, stats };
}

/** A camera that is not live has no picture: a frozen one would pass for the present. */
function withCameras(state: DashboardState, cameras: readonly CameraView[] | null): DashboardState {
  const live = new Set(cameras?.filter((camera) => camera.state === 'live').map(({ id }) => id));
  const previews = Object.fromEntries(Object.entries(state.previews).filter(([id]) => live.has(id)));
  return { ...state, cameras, previews };
}

function upsert(cameras: readonly CameraView[], camera: CameraView): CameraView[] {
  const isKnown = cameras.some(({ id }) => id === camera.id);
  return isKnown ? cameras.map((other) => (other.id === camera.id ? camera : other)) : [...cameras, camera];
}
