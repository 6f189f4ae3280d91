import type { CameraView } from '@vitrine/contracts';
import { duration, moment } from '../words/format.js';
import { t } from '../words/t.js';

/** Since when it is so, and when it is tried again, as far as the service says. */
export function sinceWords(camera: CameraView, nowMs: number): string {
  const { sinceMs, nextTryAtMs } = camera;
  const since = t('since {time}', { time: moment(sinceMs, nowMs) });
  if (nextTryAtMs === null || nextTryAtMs < nowMs) return since;
  return `${since} · ${t('next try in {time}', { time: duration(nextTryAtMs - nowMs) })}`;
}
