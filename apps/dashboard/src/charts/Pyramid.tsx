import { Group } from '@visx/group';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar, Line } from '@visx/shape';
import { useSize } from '../ui/use-size.js';
import { count } from '../words/format.js';
import { t } from '../words/t.js';
import './pyramid.css';

export interface PyramidValue {
  readonly value: number;
  /** Ends of the 95 % interval, where one is known. */
  readonly low?: number;
  readonly high?: number;
}

/** A value that is not shown. */
export interface Withheld {
  /** In place of the bar, such as `< 10`. */
  readonly mark: string;
  /** Why, in words. */
  readonly why: string;
}

export interface PyramidRow {
  readonly age: string;
  readonly women: PyramidValue | Withheld;
  readonly men: PyramidValue | Withheld;
}

export interface PyramidProps {
  readonly rows: readonly PyramidRow[];
  readonly label: string;
}

const AXIS_WIDTH_PX = 52;
const HEAD_PX = 22;
/** Room for a number beside the longest bar. */
const NUMBER_PX = 46;

/** Ages upwards, women to the left, men to the right, both on one scale. */
export function Pyramid({ rows, label }: PyramidProps) {
  const [size, ref] = useSize();
  const { widthPx, heightPx } = size ?? { widthPx: 320, heightPx: 220 };
  const half = Math.max(40, (widthPx - AXIS_WIDTH_PX) / 2);
  const most = Math.max(1, ...rows.flatMap(({ women, men }) => [highOf(women), highOf(men)]));
  const length = scaleLinear({ domain: [0, most], range: [0, half - NUMBER_PX] });
  const band = scaleBand({ domain: rows.map(({ age }) => age).toReversed(), range: [HEAD_PX, heightPx], padding: 0.22 });
  const sides = [
    { key: 'women', gender: 'female', origin: half, direction: -1, name: t('Women'), anchor: 'end' },
    { key: 'men', gender: 'male', origin: half + AXIS_WIDTH_PX, direction: 1, name: t('Men'), anchor: 'start' },
  ] as const;

  return (
    <div ref={ref} className="pyramid" role="img" aria-label={`${label}. ${summaryOf(rows)}`}>
      <svg width={widthPx} height={heightPx} aria-hidden="true" focusable="false">
        {sides.map(({ key, gender, origin, direction, name, anchor }) => (
          <Group key={key} left={origin} className="pyramid-side" data-gender={gender}>
            <text className="pyramid-head" x={direction * 2} y={14} textAnchor={anchor}>
              {name}
            </text>
            {rows.map((row) => (
              <PyramidBar
                key={row.age}
                value={row[key]}
                y={band(row.age)!}
                height={band.bandwidth()}
                direction={direction}
                length={length}
              />
            ))}
          </Group>
        ))}
        {rows.map(({ age }) => (
          <text
            key={age}
            className="pyramid-age"
            x={half + AXIS_WIDTH_PX / 2}
            y={band(age)! + band.bandwidth() / 2}
            dy="0.35em"
            textAnchor="middle"
          >
            {age.replace('-', '–')}
          </text>
        ))}
      </svg>
    </div>
  );
}

interface PyramidBarProps {
  readonly value: PyramidValue | Withheld;
  readonly y: number;
  readonly height: number;
  readonly direction: 1 | -1;
  readonly length: (value: number) => number;
}

function PyramidBar({ value, y, height, direction, length }: PyramidBarProps) {
  const middle = y + height / 2;
  const anchor = direction < 0 ? 'end' : 'start';
  if (isWithheld(value)) {
    return (
      <text className="pyramid-number" x={direction * 6} y={middle} dy="0.35em" textAnchor={anchor}>
        <title>{value.why}</title>
        {value.mark}
      </text>
    );
  }
  const [width, low, high] = [value.value, value.low ?? value.value, value.high ?? value.value].map(length) as [
    number,
    number,
    number,
  ];
  return (
    <>
      <Bar x={direction < 0 ? -width : 0} y={y} width={width} height={height} rx={2} />
      {high > low && (
        <Line className="pyramid-whisker" from={{ x: direction * low, y: middle }} to={{ x: direction * high, y: middle }} />
      )}
      <text className="pyramid-number" x={direction * (high + 6)} y={middle} dy="0.35em" textAnchor={anchor}>
        {count(value.value)}
      </text>
    </>
  );
}

export function isWithheld(value: PyramidValue | Withheld): value is Withheld {
  return 'why' in value;
}

function highOf(value: PyramidValue | Withheld): number {
  return isWithheld(value) ? 0 : (value.high ?? value.value);
}

function summaryOf(rows: readonly PyramidRow[]): string {
  const words = (value: PyramidValue | Withheld) => (isWithheld(value) ? value.why : count(value.value));
  return rows
    .map(({ age, women, men }) => t('{age}: {women} women, {men} men', { age, women: words(women), men: words(men) }))
    .join('; ');
}
