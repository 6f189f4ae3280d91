import { Inject, Injectable } from '@nestjs/common';
import type { CameraEvent, CameraStatus } from '@vitrine/contracts';
import type { Logger } from 'pino';
import { LOG } from '../config/tokens.js';

/** Newest events of one camera that are kept. */
const MAX_EVENTS = 200;

type EventKind = CameraEvent['kind'];

const WORDS: Record<EventKind, string> = {
  added: 'a camera is added',
  changed: 'a camera is changed',
  removed: 'a camera is removed',
  live: 'a camera is live',
  lost: 'a camera is lost and will be tried again',
  failed: 'a camera gives no pictures and needs somebody to look at it; it is tried again every few minutes',
  ended: 'a film has been played',
  disabled: 'a camera is switched off',
  retried: 'a camera is tried again because somebody asked',
};

const KIND_OF_STATE: Partial<Record<CameraStatus['state'], EventKind>> = {
  live: 'live',
  reconnecting: 'lost',
  failed: 'failed',
  ended: 'ended',
};

/** What happened to the cameras: a line in the log, a list for who asks, word for who listens. Kept until the service ends. */
@Injectable()
export class CameraJournal {
  readonly #events = new Map<string, CameraEvent[]>();
  /** What was written of a camera's state last; the same trouble of each new attempt is no news. */
  readonly #told = new Map<string, string>();
  #listener: (event: CameraEvent) => void = () => undefined;

  constructor(@Inject(LOG) private readonly log: Logger) {}

  listen(listener: (event: CameraEvent) => void): void {
    this.#listener = listener;
  }

  /** Newest first. */
  eventsOf(cameraId: string): CameraEvent[] {
    return (this.#events.get(cameraId) ?? []).toReversed();
  }

  /** Writes down what somebody did. */
  note(cameraId: string, kind: EventKind): void {
    if (kind !== 'retried') this.#told.delete(cameraId);
    this.#write({ cameraId, kind, atMs: Date.now(), error: null, nextTryAtMs: null });
  }

  /** Writes down what happened, if it is news. */
  observe({ cameraId, state, error, nextTryAtMs, atMs }: CameraStatus): void {
    const kind = KIND_OF_STATE[state];
    const news = `${state} ${error?.code ?? ''}`;
    if (kind === undefined || this.#told.get(cameraId) === news) return;
    this.#told.set(cameraId, news);
    this.#write({ cameraId, kind, atMs, error, nextTryAtMs });
  }

  /** The camera is gone, and with it what happened to it. */
  forget(cameraId: string): void {
    this.note(cameraId, 'removed');
    this.#events.delete(cameraId);
  }

  #write(event: CameraEvent): void {
    const events = this.#events.get(event.cameraId) ?? [];
    this.#events.set(event.cameraId, [...events, event].slice(-MAX_EVENTS));
    const { cameraId, kind, error, nextTryAtMs } = event;
    const details = {
      cameraId,
      event: kind,
      ...(error ? { code: error.code, cause: error.message, remedy: error.remedy } : {}),
      ...(nextTryAtMs === null ? {} : { nextTryAt: new Date(nextTryAtMs).toISOString() }),
    };
    if (kind === 'lost' || kind === 'failed') this.log.warn(details, WORDS[kind]);
    else this.log.info(details, WORDS[kind]);
    this.#listener(event);
  }
}
