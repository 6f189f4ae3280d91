import type { DashboardState } from '../store/state.js';
import { timeOfDay } from '../words/time-of-day.js';

/** What is wrong now, over the page so that nothing moves. The gravest comes first; one is enough. */
export function Notice({ state }: { readonly state: DashboardState }) {
  const notice = noticeOf(state);
  if (!notice) return null;
  return (
    <div className="notice" role="alert">
      <strong>{notice.message}</strong> {notice.remedy}
    </div>
  );
}

function noticeOf({ connection, service, trouble, hour }: DashboardState): { message: string; remedy: string } | null {
  if (connection.phase === 'waiting') {
    const since = connection.heardAtMs === null ? '' : `What you see is from ${timeOfDay(connection.heardAtMs, hour?.tz)}. `;
    return { message: 'No connection to the service.', remedy: `${since}This page tries again by itself.` };
  }
  if (service?.worker.state === 'failed') {
    return { message: 'The analysis does not run.', remedy: service.worker.message ?? 'Look at the service’s log.' };
  }
  return trouble;
}
