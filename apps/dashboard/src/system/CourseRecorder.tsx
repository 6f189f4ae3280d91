import { ClientError } from '@vitrine/client';
import { useEffect } from 'react';
import { siteHealth } from '../live/health.js';
import { useAccess, useCan } from '../session/access.js';
import { useLiveStore } from '../store/use-live.js';
import { courseStore } from './course-store.js';

const EVERY_MS = 60_000;

/** Writes down once a minute how the service fares, for the System page’s course. */
export function CourseRecorder() {
  const { client } = useAccess();
  const store = useLiveStore();
  const mayAsk = useCan('system:read');

  useEffect(() => {
    if (!mayAsk) return;
    async function record(): Promise<void> {
      const cameras = store.snapshot().cameras ?? [];
      const status = await client.status().catch((error: unknown) => {
        // The notice on the page says that it is away.
        if (error instanceof ClientError) return null;
        throw error;
      });
      if (status === null) return;
      courseStore.push({
        atS: Math.round(Date.now() / 1_000),
        measuredFps: cameras.reduce((sum, { stats }) => sum + (stats?.measuredFps ?? 0), 0),
        frameAgeMs: siteHealth(cameras).frameAgeP95Ms,
        rssBytes: status.worker.stats?.rssBytes ?? null,
      });
    }
    const timer = setInterval(() => void record(), EVERY_MS);
    return () => clearInterval(timer);
  }, [client, store, mayAsk]);

  return null;
}
