import { useToday } from '../history/use-today.js';
import { change, count, dayOfYear } from '../words/format.js';
import { t } from '../words/t.js';

/** Visits since the site's midnight, against the same hours a week ago. */
export function Today() {
  const { data } = useToday();
  return (
    <div>
      <h2>{t('Today')}</h2>
      <p className="big-number" data-testid="today">
        {data ? count(data.visits) : '–'}
      </p>
      <p className="big-note">{data ? compared(data) : ''}</p>
    </div>
  );
}

function compared({ visits, weekAgo, weekAgoMs }: { visits: number; weekAgo: number | null; weekAgoMs: number }): string {
  if (weekAgo === null || weekAgo === 0) return t('Nothing measured a week ago');
  return t('{change} on {day}', { change: change(visits / weekAgo - 1), day: dayOfYear(weekAgoMs) });
}
