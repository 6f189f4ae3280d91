import { describe, expect, it } from 'vitest';
import { cameraOf, visitMessage, visitOf } from '../testing/messages.js';
import { LiveStore } from './live-store.js';
import { MAX_PEOPLE, withoutGone, withVisit } from './people.js';
import { reduce } from './reducer.js';
import { pushed } from './ring.js';
import { initialState, type Action, type LiveState, type Person } from './state.js';

const after = (...actions: Action[]): LiveState => actions.reduce(reduce, initialState(0));
const heard = (message: Parameters<typeof visitMessage>, nowMs: number): Action => ({
  kind: 'message',
  message: visitMessage(...message),
  nowMs,
});

describe('people', () => {
  it('are in view from their first message to their last, or until nothing is heard of them', () => {
    const state = after(heard([1, 'a'], 0), heard([2, 'b'], 0), heard([3, 'b', { final: true }], 100));
    expect([...state.people.keys()]).toEqual(['a']);
    expect(withoutGone(state.people, 3_000)).toBe(state.people);
    expect(withoutGone(state.people, 5_000).size).toBe(0);
  });

  it('are written anew at most once a second, and only when what is written changes', () => {
    let people: ReadonlyMap<string, Person> = new Map();
    const shown = () => people.get('a')!.shown;
    people = withVisit(people, visitOf('a', { ageYears: 34.4 }), 0);
    expect(shown()).toEqual({ gender: 'female', ageYears: 34, ageSpreadYears: 5 });
    people = withVisit(people, visitOf('a', { ageYears: 40 }), 500);
    expect(shown().ageYears).toBe(34);
    people = withVisit(people, visitOf('a', { ageYears: 40 }), 1_100);
    expect(shown().ageYears).toBe(40);
    const before = shown();
    people = withVisit(people, visitOf('a', { ageYears: 40.6 }), 3_000);
    expect(shown()).toBe(before);
  });

  it('never grow beyond what a wall can show', () => {
    let people: ReadonlyMap<string, Person> = new Map();
    for (let index = 0; index < MAX_PEOPLE + 20; index += 1) people = withVisit(people, visitOf(`v${index}`), index);
    expect(people.size).toBe(MAX_PEOPLE);
    expect(people.has('v0')).toBe(false);
  });
});

describe('the state', () => {
  it('counts messages that were left out, anew with each connection', () => {
    const connecting: Action = { kind: 'phase', phase: 'connecting', retryAtMs: null };
    expect(after(connecting, heard([1, 'a'], 0), heard([4, 'a'], 0)).connection.skipped).toBe(2);
    expect(after(heard([9, 'a'], 0), connecting, heard([1, 'a'], 0)).connection.skipped).toBe(8);
  });

  it('takes a camera’s people away and notes an event when it stops being live', () => {
    const status = { cameraId: 'door', name: 'Door', error: null, stats: null, atMs: 5, sinceMs: 5, nextTryAtMs: null };
    const state = after({ kind: 'cameras', cameras: [cameraOf('door')] }, heard([1, 'a'], 0), {
      kind: 'message',
      message: { type: 'camera', seq: 2, cursor: 'a.2', state: 'reconnecting', ...status },
      nowMs: 6,
    });
    expect(state.people.size).toBe(0);
    expect(state.cameras![0]!.state).toBe('reconnecting');
    expect(state.events.map(({ cameraName, state: reached }) => [cameraName, reached])).toEqual([['Door', 'reconnecting']]);
  });

  it('notes an event once, though the list of cameras told of it before the message did', () => {
    const lost = { state: 'reconnecting', error: null, stats: null, sinceMs: 5, nextTryAtMs: null } as const;
    const state = after(
      { kind: 'cameras', cameras: [cameraOf('door')] },
      { kind: 'cameras', cameras: [cameraOf('door', lost)] },
      {
        kind: 'message',
        message: { type: 'camera', seq: 1, cursor: 'a.1', cameraId: 'door', name: 'Door', atMs: 5, ...lost },
        nowMs: 6,
      },
    );
    expect(state.events.map(({ cameraId, state: reached, atMs }) => [cameraId, reached, atMs])).toEqual([
      ['door', 'reconnecting', 5],
    ]);
  });

  it('keeps the newest values of a ring', () => {
    expect([1, 2, 3, 4].reduce<number[]>((ring, value) => pushed(ring, value, 3), [])).toEqual([2, 3, 4]);
  });
});

it('renders once a frame, however much was heard', () => {
  const frames: (() => void)[] = [];
  const store = new LiveStore(0, (callback) => frames.push(callback));
  let renderings = 0;
  store.subscribe(() => (renderings += 1));
  for (let seq = 1; seq <= 50; seq += 1) store.dispatch(heard([seq, `v${seq}`], 0));
  expect([frames.length, store.snapshot().people.size]).toEqual([1, 0]);
  frames[0]!();
  expect([renderings, store.snapshot().people.size]).toEqual([1, 50]);
});
