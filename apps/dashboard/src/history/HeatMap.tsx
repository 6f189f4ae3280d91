import { Group } from '@visx/group';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';
import type { Row } from '@vitrine/contracts';
import { Loading } from '../ui/Notes.js';
import { useSize } from '../ui/use-size.js';
import { count, weekdayName } from '../words/format.js';
import { t } from '../words/t.js';
import { useHistory } from './use-history.js';
import './heat-map.css';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const LEFT_PX = 40;
const BOTTOM_PX = 22;
const LABEL_EVERY_PX = 34;

/** When people come: weekdays × hours of the site's clock. */
export function HeatMap() {
  const { data } = useHistory({ metrics: ['visits'], groupBy: ['weekday', 'hourOfDay'], alone: true });
  return (
    <section className="panel" aria-labelledby="heat-title">
      <div className="panel-head">
        <h2 id="heat-title">{t('Weekday and hour')}</h2>
      </div>
      {data ? <Cells rows={data.rows} /> : <Loading label={t('Loading …')} />}
    </section>
  );
}

function Cells({ rows }: { readonly rows: readonly Row[] }) {
  const [size, ref] = useSize();
  const { widthPx, heightPx } = size ?? { widthPx: 360, heightPx: 260 };
  const visits = new Map(rows.map((row) => [`${row['weekday']} ${row['hourOfDay']}`, Number(row['visits'] ?? 0)]));
  const most = Math.max(1, ...visits.values());
  const x = scaleBand({ domain: HOURS, range: [LEFT_PX, widthPx], padding: 0.08 });
  const y = scaleBand({ domain: WEEKDAYS, range: [0, heightPx - BOTTOM_PX], padding: 0.1 });
  const strength = scaleLinear({ domain: [0, most], range: [0.06, 1] });
  const every = Math.max(1, Math.ceil(LABEL_EVERY_PX / x.step()));
  return (
    <div ref={ref} className="heat" role="img" aria-label={summaryOf(visits)}>
      <svg width={widthPx} height={heightPx} aria-hidden="true" focusable="false">
        {WEEKDAYS.map((weekday, index) => (
          <Group key={weekday} top={y(weekday)!}>
            <text className="heat-label" x={0} y={y.bandwidth() / 2} dy="0.35em">
              {weekdayName(index + 1)}
            </text>
            {HOURS.map((hour) => {
              const value = visits.get(`${weekday} ${hour}`);
              if (value === undefined) return null;
              return (
                <Bar
                  key={hour}
                  className="heat-cell"
                  x={x(hour)}
                  width={x.bandwidth()}
                  height={y.bandwidth()}
                  rx={2}
                  fillOpacity={strength(value)}
                >
                  <title>{`${weekdayName(index + 1)} ${hour}–${hour + 1}: ${count(value)}`}</title>
                </Bar>
              );
            })}
          </Group>
        ))}
        {HOURS.filter((hour) => hour % every === 0).map((hour) => (
          <text key={hour} className="heat-label" x={x(hour)! + x.bandwidth() / 2} y={heightPx - 6} textAnchor="middle">
            {hour}
          </text>
        ))}
      </svg>
    </div>
  );
}

function summaryOf(visits: ReadonlyMap<string, number>): string {
  const busiest = [...visits].reduce<[string, number]>((most, entry) => (entry[1] > most[1] ? entry : most), ['', 0]);
  if (busiest[1] === 0) return t('Visits by weekday and hour: none');
  const [weekday, hour] = busiest[0].split(' ');
  return t('Visits by weekday and hour; most on {weekday} at {hour}: {count}', {
    weekday: weekdayName(WEEKDAYS.indexOf(weekday!) + 1),
    hour: `${hour}:00`,
    count: count(busiest[1]),
  });
}
