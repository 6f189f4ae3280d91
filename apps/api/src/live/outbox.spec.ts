import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Outbox } from './outbox.js';

const LIMITS = { highWaterBytes: 100, maxWaiting: 3, stuckMs: 1_000 };

/** A socket that the test makes full and empty. */
class Pipe {
  bufferedAmount = 0;
  readonly sent: { seq: number; n: number }[] = [];
  #onWritten: (() => void)[] = [];

  send(data: string, onWritten: () => void): void {
    this.sent.push(JSON.parse(data) as { seq: number; n: number });
    this.#onWritten.push(onWritten);
  }

  empty(): void {
    this.bufferedAmount = 0;
    for (const written of this.#onWritten.splice(0)) written();
  }
}

let pipe: Pipe;
let dropped: number;
let stuck: number;
let outbox: Outbox;

beforeEach(() => {
  vi.useFakeTimers();
  pipe = new Pipe();
  dropped = 0;
  stuck = 0;
  outbox = new Outbox(pipe, LIMITS, { onDropped: (count) => (dropped += count), onStuck: () => (stuck += 1) });
});
afterEach(() => vi.useRealTimers());

const seqs = () => pipe.sent.map(({ seq }) => seq);

/** One message on its way, and the socket full behind it. */
function fill(): void {
  outbox.post('first', '{"n":0}');
  pipe.bufferedAmount = 100;
}

describe('an outbox', () => {
  it('sends at once and in order while the socket keeps up', () => {
    for (const n of [1, 2, 3]) outbox.post('same', JSON.stringify({ n }));
    expect(pipe.sent).toEqual([1, 2, 3].map((n) => ({ n, seq: n })));
    expect(dropped).toBe(0);
  });

  it('keeps the latest on each thing while the socket is full, in the order of their numbers', () => {
    fill();
    outbox.post('a', '{"n":1}');
    outbox.post('b', '{"n":2}');
    outbox.post('a', '{"n":3}');
    expect(seqs()).toEqual([1]);
    pipe.empty();
    expect(pipe.sent.slice(1)).toEqual([
      { n: 2, seq: 3 },
      { n: 3, seq: 4 },
    ]);
    expect(dropped).toBe(1);
  });

  it('drops the oldest when too much waits, and counts it', () => {
    fill();
    for (const n of [1, 2, 3, 4, 5]) outbox.post(`thing ${n}`, JSON.stringify({ n }));
    pipe.empty();
    expect(seqs()).toEqual([1, 4, 5, 6]);
    expect(dropped).toBe(2);
  });

  it('gives the subscriber up when nothing moves, and only then', () => {
    fill();
    outbox.post('a', '{"n":1}');
    outbox.post('b', '{"n":2}');
    vi.advanceTimersByTime(999);
    pipe.empty();
    vi.advanceTimersByTime(10_000);
    expect(stuck).toBe(0);
    fill();
    outbox.post('a', '{"n":3}');
    vi.advanceTimersByTime(1_000);
    expect(stuck).toBe(1);
  });

  it('forgets everything when it is closed', () => {
    fill();
    outbox.post('a', '{"n":1}');
    outbox.close();
    vi.advanceTimersByTime(10_000);
    pipe.empty();
    expect(seqs()).toEqual([1]);
    expect(stuck).toBe(0);
  });
});
