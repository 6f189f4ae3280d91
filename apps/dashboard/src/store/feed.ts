import { ClientError, type LiveStream, type VitrineClient } from '@vitrine/client';
import { type ApiError, type Me, SCOPE_BY_TOPIC, type Topic } from '@vitrine/contracts';
import { setSiteZone } from '../words/format.js';
import type { LiveStore } from './live-store.js';

const CAMERAS_EVERY_MS = 30_000;
const TICK_MS = 500;
const WANTED: readonly Topic[] = ['visits', 'hour', 'cameras', 'published'];

const UNREADABLE: ApiError = {
  code: 'contract',
  message: 'This page does not understand a message of the service.',
  remedy: 'Load the page anew; page and service may be of different versions.',
};

export interface FeedOptions {
  readonly client: VitrineClient;
  readonly me: Me;
  readonly store: LiveStore;
  /** The session ended, or the token was revoked. */
  readonly onRefused: () => void;
}

export interface Feed {
  /** Asks for the cameras again, after something was changed here. */
  refresh(): void;
  close(): void;
}

/** Feeds the store from one live connection; whole states come from REST when it opens, after a gap, and now and then. */
export function openFeed({ client, me, store, onRefused }: FeedOptions): Feed {
  let closed = false;
  let asking: Promise<void> | null = null;

  /** Once at a time: a greeting names every camera, each a reason to ask. */
  function askCameras(): Promise<void> {
    asking ??= readCameras().finally(() => (asking = null));
    return asking;
  }

  async function readCameras(): Promise<void> {
    try {
      const cameras = await client.cameras.list();
      if (!closed) store.dispatch({ kind: 'cameras', cameras });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      if (error.status === 401) return onRefused();
      if (!closed) store.dispatch({ kind: 'trouble', trouble: error.problem });
    }
  }

  const topics = WANTED.filter((topic) => me.scopes.includes(SCOPE_BY_TOPIC[topic]));
  const live: LiveStream = client.live(
    { topics },
    {
      onMessage: (message) => {
        if (message.type === 'hello') setSiteZone(message.siteTimeZone);
        store.dispatch({ kind: 'message', message, nowMs: Date.now() });
        // A camera that this page has never heard of.
        if (message.type === 'camera' && !store.snapshot().cameras?.some(({ id }) => id === message.cameraId)) void askCameras();
      },
      onPhase: (phase, retryAtMs) => {
        if (phase === 'refused') return onRefused();
        store.dispatch({ kind: 'phase', phase, retryAtMs });
        if (phase === 'open') void askCameras();
      },
      onGap: () => void askCameras(),
      onUnreadable: () => store.dispatch({ kind: 'trouble', trouble: UNREADABLE }),
    },
  );
  const cameraTimer = setInterval(() => void askCameras(), CAMERAS_EVERY_MS);
  const tick = setInterval(() => store.dispatch({ kind: 'tick', nowMs: Date.now() }), TICK_MS);

  return {
    refresh: () => void askCameras(),
    close: () => {
      closed = true;
      clearInterval(cameraTimer);
      clearInterval(tick);
      live.close();
    },
  };
}
