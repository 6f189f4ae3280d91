import { Group } from '@visx/group';
import { scaleLinear } from '@visx/scale';
import { Circle, Line } from '@visx/shape';
import type { AttributeName, Row } from '@vitrine/contracts';
import { useTiers } from '../live/PeopleList.js';
import { Empty, Loading } from '../ui/Notes.js';
import { useSize } from '../ui/use-size.js';
import { ATTRIBUTE_WORDS } from '../words/attribute-words.js';
import { percent } from '../words/format.js';
import { t } from '../words/t.js';
import { valueOf, type Value } from './ask.js';
import { useHistory } from './use-history.js';
import './attributes.css';

const ROWS = 12;
const ROW_PX = 26;
const NAME_PX = 132;
const NUMBER_PX = 52;

interface Entry {
  readonly name: AttributeName;
  readonly words: string;
  readonly tier: string;
  readonly now: Value;
  readonly before: Value;
}

/** What they wore and how they looked, as shares with intervals, beside the compared time; only what can be trusted. */
export function Attributes() {
  const { data } = useHistory({ metrics: ['share'], groupBy: ['attribute'] });
  const tiers = useTiers();
  const entries = data ? entriesOf(data.rows, tiers) : [];
  return (
    <section className="panel" aria-labelledby="attributes-title">
      <div className="panel-head">
        <h2 id="attributes-title">{t('Attributes')}</h2>
        <p className="legend">
          <span>● {t('this time')}</span>
          <span>○ {t('compared')}</span>
        </p>
      </div>
      {!data ? (
        <Loading label={t('Loading …')} />
      ) : entries.length === 0 ? (
        <Empty title={t('Nothing published yet')}>
          <p>{t('Attributes are published in blocks of two hundred visits or more.')}</p>
        </Empty>
      ) : (
        <Dots entries={entries} />
      )}
    </section>
  );
}

function Dots({ entries }: { readonly entries: readonly Entry[] }) {
  const [size, ref] = useSize();
  const widthPx = size?.widthPx ?? 360;
  const most = Math.max(0.1, ...entries.map(({ now }) => now.high ?? 0));
  const x = scaleLinear({ domain: [0, most], range: [NAME_PX, widthPx - NUMBER_PX] });
  return (
    <div
      ref={ref}
      className="dots"
      role="img"
      aria-label={entries.map(({ words, now }) => `${words} ${percent(now.value!)}`).join(', ')}
    >
      <svg width={widthPx} height={entries.length * ROW_PX} aria-hidden="true" focusable="false">
        {entries.map(({ name, words, tier, now, before }, row) => (
          <Group key={name} top={row * ROW_PX + ROW_PX / 2}>
            <title>{`${words}: ${percent(now.low ?? 0, 1)} – ${percent(now.high ?? 0, 1)} · ${tierWords(tier)}`}</title>
            <text className="dot-name" x={0} dy="0.35em">
              {words}
              {tier === 'medium' && <tspan className="dot-tier"> ~</tspan>}
            </text>
            <Line className="dot-rule" from={{ x: NAME_PX, y: 0 }} to={{ x: widthPx - NUMBER_PX, y: 0 }} />
            <Line className="dot-whisker" from={{ x: x(now.low ?? 0), y: 0 }} to={{ x: x(now.high ?? 0), y: 0 }} />
            {before.value !== null && <Circle className="dot-before" cx={x(before.value)} r={4.5} />}
            <Circle className="dot-now" cx={x(now.value!)} r={4.5} />
            <text className="dot-number" x={widthPx} dy="0.35em" textAnchor="end">
              {percent(now.value!)}
            </text>
          </Group>
        ))}
      </svg>
      <p className="panel-note">{t('~ right less often than others; see Privacy')}</p>
    </div>
  );
}

function tierWords(tier: string): string {
  return tier === 'high' ? t('reliable') : t('fairly reliable');
}

/** Most frequent first; what says the opposite of its words is turned round. */
function entriesOf(rows: readonly Row[], tiers: ReadonlyMap<AttributeName, string>): Entry[] {
  return ATTRIBUTE_WORDS.flatMap(({ name, words, alone, inverted, group }): Entry[] => {
    const row = rows.find((candidate) => candidate['attribute'] === name);
    const tier = tiers.get(name);
    if (!row || group === 'Picture' || tier === undefined || tier === 'low') return [];
    const [now, before] = [false, true].map((isBefore) => turned(valueOf(row, 'share', isBefore), inverted ?? false));
    return now!.value === null ? [] : [{ name, words: t(alone ?? words), tier, now: now!, before: before! }];
  })
    .toSorted((a, b) => b.now.value! - a.now.value!)
    .slice(0, ROWS);
}

function turned(value: Value, isInverted: boolean): Value {
  if (!isInverted || value.value === null) return value;
  return { ...value, value: 1 - value.value, low: 1 - (value.high ?? value.value), high: 1 - (value.low ?? value.value) };
}
