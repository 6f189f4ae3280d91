import type { PrivacyFacts } from '@vitrine/contracts';
import { dateAndTime } from '../words/format.js';
import { t } from '../words/t.js';
import '../ui/table.css';

/** What is stored, what never is, and when that was last proved. */
export function Stored({ facts: { stored, never, processed, proved } }: { readonly facts: PrivacyFacts }) {
  return (
    <>
      <section className="stack">
        <h2 id="stored-title">{t('What is stored')}</h2>
        <div className="table-frame" tabIndex={0} role="region" aria-labelledby="stored-title">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('What')}</th>
                <th scope="col">{t('Where')}</th>
                <th scope="col">{t('How long')}</th>
                <th scope="col">{t('Seen by')}</th>
              </tr>
            </thead>
            <tbody>
              {stored.map(({ what, where, kept, seenBy }) => (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td>{where}</td>
                  <td>{kept}</td>
                  <td>{seenBy}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <div className="panels">
        <section className="panel" aria-labelledby="never-title">
          <div className="panel-head">
            <h2 id="never-title">{t('What is never stored')}</h2>
            <span className="panel-note">
              {proved === null
                ? t('not proved on this installation yet')
                : t('proved {time} by {tests} tests', { time: dateAndTime(Date.parse(proved.at)), tests: proved.tests })}
            </span>
          </div>
          <Dashes items={never} />
        </section>
        <section className="panel" aria-labelledby="processed-title">
          <div className="panel-head">
            <h2 id="processed-title">{t('What is processed, in memory alone')}</h2>
          </div>
          <Dashes items={processed} />
        </section>
      </div>
    </>
  );
}

function Dashes({ items }: { readonly items: readonly string[] }) {
  return (
    <ul className="dashes">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
