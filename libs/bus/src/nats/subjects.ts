/** Subjects of NATS; the last token is the worker's id. */
export const SUBJECTS = {
  /** Worker → every api node: events as they happen; nobody keeps them. */
  event: (workerId: string) => `vitrine.event.${workerId}`,
  /** Worker → every api node: it is there, with this key, and has read so far. */
  hello: (workerId: string) => `vitrine.hello.${workerId}`,
  /** Api node → worker: what is wanted of it, sealed to its key. */
  desired: (workerId: string) => `vitrine.desired.${workerId}`,
} as const;

export const ANY_WORKER = '*';

/** @returns the worker's id */
export function workerOf(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}
