import type { CameraView, ServerMessage } from '@vitrine/contracts';
import { withoutCamera, withoutGone, withVisit } from './people.js';
import { pushed } from './ring.js';
import type { Action, Connection, LiveEvent, LiveState } from './state.js';

const MAX_EVENTS = 200;

type CameraMessage = Extract<ServerMessage, { type: 'camera' }>;

/** The live side of the page as a function of what was heard. Pure. */
export function reduce(state: LiveState, action: Action): LiveState {
  switch (action.kind) {
    case 'phase':
      return { ...state, connection: withPhase(state.connection, action) };
    case 'message':
      return withMessage({ ...state, connection: withSeq(state.connection, action) }, action.message, action.nowMs);
    case 'cameras':
      // What this page does not understand it will not understand later either.
      return { ...withList(state, action.cameras), trouble: state.trouble?.code === 'contract' ? state.trouble : null };
    case 'trouble':
      return { ...state, trouble: action.trouble };
    case 'events-read':
      return { ...state, eventsReadAtMs: action.nowMs };
    case 'tick':
      return { ...state, nowMs: action.nowMs, people: withoutGone(state.people, action.nowMs) };
  }
}

function withPhase(connection: Connection, { phase, retryAtMs }: Extract<Action, { kind: 'phase' }>): Connection {
  // Sequence numbers begin anew with each connection.
  return { ...connection, phase, retryAtMs, lastSeq: phase === 'connecting' ? 0 : connection.lastSeq };
}

function withSeq(connection: Connection, { message, nowMs }: Extract<Action, { kind: 'message' }>): Connection {
  const skippedNow = Math.max(0, message.seq - connection.lastSeq - 1);
  return { ...connection, lastSeq: message.seq, skipped: connection.skipped + skippedNow, heardAtMs: nowMs };
}

function withMessage(state: LiveState, message: ServerMessage, nowMs: number): LiveState {
  switch (message.type) {
    case 'hello': {
      const { siteTimeZone: timeZone, version, policyVersion } = message;
      return { ...state, site: { timeZone, version, policyVersion }, trouble: null };
    }
    case 'visit':
      return { ...state, people: withVisit(state.people, message, nowMs) };
    case 'camera':
      return withCamera(state, message);
    case 'camera-removed':
      return {
        ...state,
        cameras: state.cameras?.filter(({ id }) => id !== message.cameraId) ?? null,
        people: withoutCamera(state.people, message.cameraId),
        hours: Object.fromEntries(Object.entries(state.hours).filter(([id]) => id !== message.cameraId)),
      };
    case 'hour':
      return { ...state, hours: { ...state.hours, [message.cameraId]: message } };
    case 'published':
      return { ...state, publishedBlocks: state.publishedBlocks + 1 };
    case 'error':
      return { ...state, trouble: message };
    case 'subscribed':
    case 'heartbeat':
    case 'audience':
    case 'camera-event':
    case 'preview':
      // Pictures are asked for on a connection of their own.
      return state;
  }
}

function withCamera(state: LiveState, message: CameraMessage): LiveState {
  const before = state.cameras?.find(({ id }) => id === message.cameraId);
  const cameras = state.cameras?.map((camera) => (camera === before ? withStatus(camera, message) : camera)) ?? null;
  const people = message.state === 'live' || isMeasured(message) ? state.people : withoutCamera(state.people, message.cameraId);
  const { name, error, atMs } = message;
  return { ...state, cameras, people, events: withChange(state.events, before, { name, state: message.state, error, atMs }) };
}

/** The list may tell of a change before the message that was sent of it does; whichever comes first is the event. */
function withList(state: LiveState, cameras: readonly CameraView[]): LiveState {
  const events = cameras.reduce((known, { id, name, state: reached, error, sinceMs }) => {
    const before = state.cameras?.find((camera) => camera.id === id);
    return withChange(known, before, { name, state: reached, error, atMs: sinceMs });
  }, state.events);
  return { ...state, cameras, events };
}

function withChange(
  events: readonly LiveEvent[],
  before: CameraView | undefined,
  { name: cameraName, ...now }: Pick<CameraView, 'name' | 'state' | 'error'> & { readonly atMs: number },
): readonly LiveEvent[] {
  if (!before || before.state === now.state) return events;
  return pushed(events, { cameraId: before.id, cameraName, ...now }, MAX_EVENTS);
}

/** An overloaded camera still sees people, though not all. */
function isMeasured({ state }: CameraMessage): boolean {
  return (state as string) === 'overloaded';
}

function withStatus(camera: CameraView, message: CameraMessage): CameraView {
  const { type: _type, seq: _seq, cursor: _cursor, cameraId: _cameraId, atMs: _atMs, ...status } = message;
  return { ...camera, ...status };
}
