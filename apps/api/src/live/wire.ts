import type { ServerMessage } from '@vitrine/contracts';

/** A server message before it has its number and its cursor. */
export type Unnumbered = ServerMessage extends infer M ? (M extends ServerMessage ? Omit<M, 'seq' | 'cursor'> : never) : never;

const DIGITS = 1_000;

/** Three digits are more than any of the figures is good for, and half the bytes. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * DIGITS) / DIGITS : value;
}

/** @returns JSON without a `seq`; written once however many listen */
export function encode(message: Unnumbered, cursor: string): string {
  // Figures of history have their digits already, the same wherever they are told.
  return JSON.stringify({ ...message, cursor }, message.type === 'published' ? undefined : rounded);
}

/** Adds the connection's own number to what was written once for all. */
export function numbered(body: string, seq: number): string {
  return `${body.slice(0, -1)},"seq":${seq}}`;
}
