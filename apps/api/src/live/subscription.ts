import { SCOPE_BY_TOPIC, type ServerMessage, type Topic } from '@vitrine/contracts';
import { maySee, type Principal } from '../auth/principal.js';
import type { Unnumbered } from './wire.js';

/** Which topic brings a message; those of the connection itself come whatever is subscribed. */
const TOPICS_BY_TYPE = {
  visit: ['visits', 'finals'],
  audience: ['audience'],
  hour: ['hour'],
  camera: ['cameras'],
  'camera-event': ['cameras'],
  preview: ['preview'],
  published: ['published'],
} as const satisfies Partial<Record<ServerMessage['type'], readonly Topic[]>>;

/** What one subscriber asked for last. */
export interface Subscription {
  readonly topics: ReadonlySet<Topic>;
  /** Null for all cameras, also those to come. */
  readonly cameraIds: ReadonlySet<string> | null;
}

export const NOTHING: Subscription = { topics: new Set(), cameraIds: new Set() };

/** @returns the topics that the principal may hear, in the order asked */
export function allowedTopics(topics: readonly Topic[], { scopes }: Principal): Topic[] {
  return topics.filter((topic) => scopes.has(SCOPE_BY_TOPIC[topic]));
}

export function isWanted(message: Unnumbered, { topics, cameraIds }: Subscription, principal: Principal): boolean {
  const { cameraId, type } = message;
  if (cameraId === null) return true;
  if (!maySee(principal, cameraId) || (cameraIds !== null && !cameraIds.has(cameraId))) return false;
  // Who follows a camera has to hear that it is no more, whatever they follow of it.
  if (type === 'camera-removed') return topics.size > 0;
  if (type === 'visit' && !message.final) return topics.has('visits');
  return TOPICS_BY_TYPE[type].some((topic) => topics.has(topic));
}

/** @returns what the message is about: of two messages with one key only the newer matters */
export function keyOf(message: Unnumbered): string {
  switch (message.type) {
    case 'visit':
      return `visit/${message.cameraId}/${message.visitId}`;
    case 'audience':
      return `audience/${message.cameraId}/${message.zoneId ?? ''}`;
    case 'published':
      return `published/${message.cameraId}/${message.zoneId ?? ''}/${message.fromMs}`;
    case 'camera':
    case 'camera-removed':
      return `camera/${message.cameraId}`;
    case 'hour':
    case 'preview':
      return `${message.type}/${message.cameraId}`;
    case 'camera-event':
      return `${message.type}/${message.cameraId}/${message.atMs}/${message.kind}`;
    case 'hello':
    case 'subscribed':
    case 'heartbeat':
    case 'error':
      return message.type;
  }
}

/** @returns the cameras whose previews at least one of the subscribers wants and may see */
export function watchedCameraIds(
  subscribers: Iterable<{ subscription: Subscription; principal: Principal | null }>,
  allCameraIds: readonly string[],
): string[] {
  const watching = [...subscribers].filter(({ subscription }) => subscription.topics.has('preview'));
  return allCameraIds.filter((id) =>
    watching.some(
      ({ subscription: { cameraIds }, principal }) =>
        principal !== null && maySee(principal, id) && (cameraIds === null || cameraIds.has(id)),
    ),
  );
}
