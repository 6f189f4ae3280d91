import type { DesiredState, WorkerEvent } from '@vitrine/contracts';

/** Whether an event was handed on, or left out because the line is full. */
export type SendResult = 'sent' | 'dropped';

export interface WorkerHandlers {
  /** The newest document; it replaces every earlier one. */
  onDesired(state: DesiredState): void;
  /** A message that does not follow the contract; it is ignored. */
  onUnreadable(why: string): void;
  /** Once, when nobody will ever say anything again: a worker without an api has nothing to do. */
  onClosed(): void;
}

/** A stream worker's end of the line. */
export interface WorkerBus {
  /** Events left out because the line was full, since the start. */
  readonly droppedEvents: number;
  /** Never waits. What matters least gives way first: previews, then what a later event repeats, last what is counted. */
  send(event: WorkerEvent): SendResult;
  listen(handlers: WorkerHandlers): void;
}

/** One event as it reaches the api. The pair (`source`, `seq`) names it for ever: whoever counts it twice counts it once. */
export interface Delivery {
  readonly workerId: string;
  /** One run of one worker; random. */
  readonly source: string;
  /** Counts the events of the source from 1. A gap is an event that was dropped. */
  readonly seq: number;
  readonly event: WorkerEvent;
}

export interface FleetHandlers {
  onEvent(delivery: Delivery): void;
  /** A worker came within reach, or left it. */
  onPresence(workerId: string, isPresent: boolean): void;
  /** A message that does not follow the contract; it is ignored. */
  onUnreadable(workerId: string, why: string): void;
}

/** The api's end of the line to all workers. */
export interface FleetBus {
  /** Tells the worker what is wanted of it, now or as soon as it is there; only the newest document counts. */
  assign(workerId: string, state: DesiredState): void;
  listen(handlers: FleetHandlers): void;
  close(): void;
}
