// The other end of the bench, in a process of its own: who listens, who reads slowly, who has no token, and who comes back.
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { quantile } from '../quantile.js';

const LISTENERS = 180;
const SLOW = 20;
const STRANGERS = 200;
const RUN_MS = 20_000;

interface Message {
  readonly type: string;
  readonly seq: number;
  readonly cursor: string;
  readonly atMs: number;
  readonly resumed?: boolean | null;
}

/** Figures of the crowd, as they go to the parent. */
export interface CrowdFigures {
  readonly listeners: number;
  readonly slow: number;
  readonly strangers: number;
  readonly messagesHeard: number;
  /** From the worker's saying to the listener's hearing, ms. */
  readonly delayP50Ms: number;
  readonly delayP99Ms: number;
  /** Messages that a listener that reads was meant to get and did not. */
  readonly missedByListeners: number;
  readonly listenersClosed: number;
  readonly resumedWithoutGap: boolean;
}

const [url = '', token = ''] = process.argv.slice(2);
const delaysMs: number[] = [];
let heard = 0;
let missed = 0;
let closed = 0;

/** @param onMessage from the first message on, which may come along with the handshake's end */
async function open(withToken: boolean, onMessage: (data: Buffer) => void = () => undefined): Promise<WebSocket> {
  const socket = new WebSocket(url, withToken ? { headers: { authorization: `Bearer ${token}` } } : {});
  socket.on('message', onMessage);
  // Every error is followed by a close.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('open', resolve).once('close', resolve));
  return socket;
}

/** @param after a cursor to go on from. @returns the last cursor heard, and whether all after `after` came */
async function listen(after: string | null = null): Promise<{ socket: WebSocket; last: () => string; resumed: () => boolean }> {
  let lastSeq = 0;
  let own = 0;
  let cursor = '';
  let resumed: boolean | null = null;
  const socket = await open(true, (data) => {
    const message = JSON.parse(data.toString()) as Message;
    const skipped = message.seq - lastSeq - 1;
    missed += skipped;
    own += skipped;
    lastSeq = message.seq;
    if (message.type === 'subscribed') resumed = message.resumed ?? null;
    if (message.type !== 'hello') cursor = message.cursor;
    if (message.type !== 'visit') return;
    heard += 1;
    if (resumed === null) delaysMs.push(Date.now() - message.atMs);
  });
  socket.on('close', () => (closed += 1));
  socket.send(JSON.stringify({ type: 'subscribe', topics: ['visits', 'cameras', 'hour'], ...(after === null ? {} : { after }) }));
  return { socket, last: () => cursor, resumed: () => resumed === true && own === 0 };
}

const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => listen()));
for (let count = 0; count < SLOW; count += 1) {
  const socket = await open(true);
  socket.send(JSON.stringify({ type: 'subscribe', topics: ['visits', 'cameras', 'hour'] }));
  socket.pause();
}
const strangers = await Promise.all(Array.from({ length: STRANGERS }, () => open(false)));
await sleep(RUN_MS / 2);
// A connection that breaks on the way and is back a second later.
const unlucky = listeners.pop()!;
unlucky.socket.terminate();
closed -= 1;
await sleep(1_000);
const back = await listen(unlucky.last());
await sleep(RUN_MS / 2);
const figures: CrowdFigures = {
  listeners: LISTENERS,
  slow: SLOW,
  strangers: strangers.length,
  messagesHeard: heard,
  delayP50Ms: quantile(delaysMs, 0.5),
  delayP99Ms: quantile(delaysMs, 0.99),
  missedByListeners: missed,
  listenersClosed: closed,
  resumedWithoutGap: back.resumed(),
};
process.send!(figures, () => process.exit(0));
