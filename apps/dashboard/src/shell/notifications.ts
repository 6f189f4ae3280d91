import { errorWords, hasTrouble } from '../words/camera-words.js';
import { t } from '../words/t.js';
import type { LiveEvent } from '../store/state.js';

/** Browsers allow notifications over https and on the same machine only. */
export function mayNotify(): NotificationPermission | 'missing' {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'missing';
}

export async function askToNotify(): Promise<NotificationPermission> {
  return Notification.requestPermission();
}

/** Tells of a camera's trouble while the page is in the background. */
export function notify(event: LiveEvent): void {
  if (mayNotify() !== 'granted' || !document.hidden || !hasTrouble(event.state)) return;
  new Notification(t('{camera}: trouble', { camera: event.cameraName }), {
    body: event.error ? errorWords(event.error).title : '',
    tag: event.cameraId,
  });
}
