import { AGE_BRACKETS, type Row } from '@vitrine/contracts';
import { isWithheld, Pyramid, type PyramidValue, type Withheld } from '../charts/Pyramid.js';
import { Empty, Loading } from '../ui/Notes.js';
import { t } from '../words/t.js';
import { valueOf } from './ask.js';
import { useHistory } from './use-history.js';
import { reasonMark, reasonWords } from './value-words.js';

/** Who came: published counts by age and gender, each with its interval. */
export function Looks() {
  const { data } = useHistory({ metrics: ['visits'], groupBy: ['gender', 'age'], alone: true });
  const isEstimated = data?.rows.some((row) => row['estimated'] === true) ?? false;
  return (
    <section className="panel" aria-labelledby="looks-title">
      <div className="panel-head">
        <h2 id="looks-title">{t('Age and gender')}</h2>
        {isEstimated && <span className="panel-note">{t('partly estimated')}</span>}
      </div>
      {data ? <Bars rows={data.rows} /> : <Loading label={t('Loading …')} />}
    </section>
  );
}

function Bars({ rows }: { readonly rows: readonly Row[] }) {
  const cell = (gender: string, age: string) => rows.find((row) => row['gender'] === gender && row['age'] === age);
  const values = AGE_BRACKETS.map((age) => ({ age, women: shown(cell('female', age)), men: shown(cell('male', age)) }));
  if (values.every(({ women, men }) => isWithheld(women) && isWithheld(men))) {
    return (
      <Empty
        title={reasonWords(rows.find((row) => row['visits_reason'])?.['visits_reason']?.toString() ?? 'not published yet')}
      />
    );
  }
  return <Pyramid rows={values} label={t('Visits by age and gender')} />;
}

function shown(row: Row | undefined): PyramidValue | Withheld {
  const { value, low, high, reason } = valueOf(row, 'visits');
  if (value === null) return { mark: reasonMark(reason), why: reasonWords(reason) };
  return { value, ...(low === null ? {} : { low }), ...(high === null ? {} : { high }) };
}
