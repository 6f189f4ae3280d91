import type { ServerMessage, Topic } from '@vitrine/contracts';

/** A server message before it has its number. */
export type Unnumbered = ServerMessage extends infer M ? (M extends ServerMessage ? Omit<M, 'seq'> : never) : never;

const TOPIC_BY_TYPE = {
  track: 'tracks',
  aggregate: 'aggregates',
  camera: 'cameras',
  preview: 'preview',
} as const satisfies Record<Exclude<ServerMessage['type'], 'error'>, Topic>;

/** What one subscriber asked for last. */
export interface Subscription {
  readonly topics: ReadonlySet<Topic>;
  /** Null for all cameras, also those to come. */
  readonly cameraIds: ReadonlySet<string> | null;
}

export const NOTHING: Subscription = { topics: new Set(), cameraIds: new Set() };

export function isWanted(message: Unnumbered, { topics, cameraIds }: Subscription): boolean {
  if (message.type === 'error') return true;
  if (!topics.has(TOPIC_BY_TYPE[message.type])) return false;
  return cameraIds === null || message.cameraId === null || cameraIds.has(message.cameraId);
}

/** @returns what the message is about: of two messages with one key only the newer matters */
export function keyOf(message: Unnumbered): string {
  switch (message.type) {
    case 'track':
      return `track/${message.cameraId}/${message.trackId}`;
    case 'aggregate':
      return `aggregate/${message.cameraId ?? ''}/${message.start}`;
    case 'camera':
    case 'preview':
      return `${message.type}/${message.cameraId}`;
    case 'error':
      return 'error';
  }
}

/** @returns the cameras whose previews at least one of the subscribers wants */
export function watchedCameraIds(subscriptions: Iterable<Subscription>, allCameraIds: readonly string[]): string[] {
  const watching = [...subscriptions].filter(({ topics }) => topics.has('preview'));
  return allCameraIds.filter((id) => watching.some(({ cameraIds }) => cameraIds === null || cameraIds.has(id)));
}
