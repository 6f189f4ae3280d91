import { COUNTED_AGES, COUNTED_GENDERS } from '@vitrine/contracts';
import { useLocation, useSearch } from 'wouter';
import { useLive } from '../store/use-live.js';
import { Button } from '../ui/Button.js';
import { Menu, MenuChoice } from '../ui/Menu.js';
import { Segmented } from '../ui/Segmented.js';
import { t } from '../words/t.js';
import { BUCKETS, COMPARISONS, RANGES, writeQuestion, type Bucket, type Comparison, type RangeName } from './question.js';
import { useQuestion } from './use-history.js';

const RANGE_WORDS: Record<RangeName, () => string> = {
  today: () => t('Today'),
  yesterday: () => t('Yesterday'),
  '7d': () => t('7 days'),
  '28d': () => t('28 days'),
  custom: () => t('Dates'),
};

const COMPARISON_WORDS: Record<Comparison, () => string> = {
  none: () => t('No comparison'),
  period: () => t('The period before'),
  weekday: () => t('Same weekdays before'),
  year: () => t('A year before'),
};

const BUCKET_WORDS: Record<Bucket, () => string> = {
  '15m': () => t('15 minutes'),
  hour: () => t('Hours'),
  day: () => t('Days'),
  week: () => t('Weeks'),
  month: () => t('Months'),
};

export const genderWords = (gender: (typeof COUNTED_GENDERS)[number]): string =>
  ({ female: t('Women'), male: t('Men'), unknown: t('Gender unknown') })[gender];
export const ageWords = (age: string): string => (age === 'unknown' ? t('Age unknown') : age.replace('-', '–'));

/** What is asked, each part an address of its own that can be kept and sent on. */
export function Toolbar() {
  const { question } = useQuestion();
  const search = useSearch();
  const [, navigate] = useLocation();
  const ask = (change: Record<string, string | null>) => navigate(`/history${writeQuestion(search, change)}`, { replace: true });

  return (
    <div className="toolbar" role="group" aria-label={t('What is shown')}>
      <Segmented
        label={t('Time')}
        value={question.range}
        options={RANGES.map((value) => ({ value, text: RANGE_WORDS[value]() }))}
        onChange={(range) => ask({ range, bucket: null })}
      />
      {question.range === 'custom' && (
        <>
          <DateField label={t('From')} value={question.from} onChange={(from) => ask({ from, bucket: null })} />
          <DateField label={t('To')} value={question.to} onChange={(to) => ask({ to, bucket: null })} />
        </>
      )}
      <Choice
        label={t('Compare with')}
        value={question.compare}
        options={COMPARISONS.map((value) => [value, COMPARISON_WORDS[value]()])}
        onChange={(compare) => ask({ compare })}
      />
      <Choice
        label={t('Steps')}
        value={question.bucket}
        options={BUCKETS.map((value) => [value, BUCKET_WORDS[value]()])}
        onChange={(bucket) => ask({ bucket })}
      />
      <Cameras chosen={question.cameras} onChange={(cameras) => ask({ cameras: cameras.join(',') })} />
      <Choice
        label={t('Gender')}
        value={question.gender ?? ''}
        options={[['', t('All genders')], ...COUNTED_GENDERS.map((gender): [string, string] => [gender, genderWords(gender)])]}
        onChange={(gender) => ask({ gender })}
      />
      <Choice
        label={t('Age')}
        value={question.age ?? ''}
        options={[['', t('All ages')], ...COUNTED_AGES.map((age): [string, string] => [age, ageWords(age)])]}
        onChange={(age) => ask({ age })}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <select
      className="input select"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** The browser’s own: it knows the reader’s calendar, keyboard and language. */
function DateField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}) {
  return (
    <input
      className="input"
      type="date"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => event.target.value !== '' && onChange(event.target.value)}
    />
  );
}

function Cameras({ chosen, onChange }: { readonly chosen: readonly string[]; readonly onChange: (ids: string[]) => void }) {
  const cameras = useLive((state) => state.cameras) ?? [];
  const text =
    chosen.length === 0 ? t('All cameras') : t('{count, plural, one {# camera} other {# cameras}}', { count: chosen.length });
  return (
    <Menu trigger={<Button>{text}</Button>}>
      {cameras.map(({ id, name }) => (
        <MenuChoice
          key={id}
          checked={chosen.includes(id)}
          onChange={(isChosen) => onChange(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id))}
        >
          {name}
        </MenuChoice>
      ))}
    </Menu>
  );
}
