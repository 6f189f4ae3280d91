import { describe, expect, it } from 'vitest';
import { cameraOf, previewOf, trackMessage } from '../testing/messages.js';
import { reduce } from './reducer.js';
import { initialState, type Action, type DashboardState } from './state.js';

const after = (...actions: Action[]): DashboardState => actions.reduce(reduce, initialState(0));
const hear = (message: Extract<Action, { kind: 'message' }>['message'], nowMs = 0): Action => ({
  kind: 'message',
  message,
  nowMs,
});

describe('sequence numbers', () => {
  it('counts what is missing between two messages', () => {
    const { connection } = after(hear(trackMessage(1, 'a')), hear(trackMessage(2, 'a')), hear(trackMessage(6, 'a')));
    expect(connection.skipped).toBe(3);
  });

  it('begins anew with each connection, and keeps what was counted', () => {
    const { connection } = after(
      hear(trackMessage(3, 'a')),
      { kind: 'live', phase: 'connecting', retryAtMs: null },
      { kind: 'live', phase: 'open', retryAtMs: null },
      hear(trackMessage(1, 'a')),
    );
    expect(connection.skipped).toBe(2);
  });
});

describe('cameras', () => {
  const listed: Action = { kind: 'cameras', cameras: [cameraOf('door'), cameraOf('lift')] };
  const picture = hear({ type: 'preview', seq: 1, ...previewOf('door', []) });
  const lost = hear({
    type: 'camera',
    seq: 2,
    cameraId: 'door',
    name: 'door',
    state: 'reconnecting',
    error: { code: 'stalled', message: 'No frame for 3 s.', remedy: 'Check the network.', atMs: 1 },
    stats: null,
    atMs: 1,
  });

  it('shows state and error of the camera they belong to', () => {
    const { cameras } = after(listed, lost);
    expect(cameras?.map(({ id, state, error }) => [id, state, error?.code])).toEqual([
      ['door', 'reconnecting', 'stalled'],
      ['lift', 'live', undefined],
    ]);
  });

  it('drops the picture of a camera that is no longer live', () => {
    expect(Object.keys(after(listed, picture).previews)).toEqual(['door']);
    expect(after(listed, picture, lost).previews).toEqual({});
    expect(after(listed, picture, { kind: 'camera-removed', cameraId: 'door' }).previews).toEqual({});
  });

  it('keeps the list’s order when one of them changes', () => {
    const { cameras } = after(listed, { kind: 'camera-changed', camera: cameraOf('door', { name: 'Door 2' }) });
    expect(cameras?.map(({ name }) => name)).toEqual(['Door 2', 'lift']);
  });

  it('lets a live message say nothing before the list is known', () => {
    expect(after(lost).cameras).toBeNull();
  });
});

it('keeps people in view while the picture shows them, though nothing about them changes', () => {
  const state = after(hear(trackMessage(1, 'a'), 0), hear({ type: 'preview', seq: 2, ...previewOf('door', ['a']) }, 11_000), {
    kind: 'tick',
    nowMs: 13_000,
  });
  expect(state.people.map(({ track }) => track.trackId)).toEqual(['a']);
});
