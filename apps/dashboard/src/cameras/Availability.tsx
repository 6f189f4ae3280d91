import { useQuery } from '@tanstack/react-query';
import type { Row } from '@vitrine/contracts';
import { textOf, valueOf } from '../history/ask.js';
import { useAccess, useCan } from '../session/access.js';
import { dayOfYear, percent } from '../words/format.js';
import { t } from '../words/t.js';

const [FULL, SOME] = [0.9, 0.02];

/** Seven days, hour by hour: seen, seen in part, not seen. */
export function Availability({ cameraId }: { readonly cameraId: string }) {
  const { client } = useAccess();
  const mayAsk = useCan('stats:read');
  const { data } = useQuery({
    queryKey: ['availability', cameraId],
    queryFn: () =>
      client.history.query({ metrics: ['coverage'], groupBy: ['time:hour'], from: '6d', filters: { camera: [cameraId] } }),
    enabled: mayAsk,
    refetchInterval: 300_000,
  });
  if (!data) return null;
  const days = byDay(data.rows);
  const measured = data.rows.filter((row) => valueOf(row, 'coverage').value !== null);
  const mean = measured.reduce((sum, row) => sum + valueOf(row, 'coverage').value!, 0) / Math.max(1, measured.length);
  return (
    <section className="panel" aria-labelledby="availability-title">
      <div className="panel-head">
        <h2 id="availability-title">{t('Seen in seven days')}</h2>
        <span className="panel-note">{percent(mean)}</span>
      </div>
      <div
        className="availability"
        role="img"
        aria-label={t('Analysed in {share} of the hours of seven days', { share: percent(mean) })}
      >
        {[...days].map(([day, rows]) => (
          <Day key={day} rows={rows} />
        ))}
      </div>
    </section>
  );
}

function Day({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <div className="availability-row">
      <span>{dayOfYear(Date.parse(textOf(rows[0]!, 'time')))}</span>
      <div className="availability-hours">
        {rows.map((row) => {
          const share = valueOf(row, 'coverage').value;
          return (
            <i
              key={textOf(row, 'time')}
              className="availability-hour"
              data-level={levelOf(share)}
              title={share === null ? undefined : percent(share)}
            />
          );
        })}
      </div>
    </div>
  );
}

function levelOf(share: number | null): string {
  if (share === null) return 'future';
  if (share >= FULL) return 'full';
  return share > SOME ? 'part' : 'none';
}

/** Rows of one day of the site, by its date. */
function byDay(rows: readonly Row[]): Map<string, Row[]> {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const day = textOf(row, 'time').slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return days;
}
