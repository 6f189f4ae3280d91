import { useQuery } from '@tanstack/react-query';
import { useAccess, useCan } from '../session/access.js';
import { useNowMs } from '../store/use-live.js';
import { moment } from '../words/format.js';
import { t } from '../words/t.js';
import '../ui/table.css';

/** Which machines hold a token, what it lets them see, and when it was last used; for those who may know. */
export function WhoSees() {
  const { client } = useAccess();
  const mayKnow = useCan('users:write');
  const nowMs = useNowMs();
  const { data } = useQuery({ queryKey: ['tokens'], queryFn: () => client.tokens.list(), enabled: mayKnow });
  if (!mayKnow || !data) return null;
  return (
    <section className="stack">
      <h2 id="tokens-title">{t('Who holds a token')}</h2>
      {data.length === 0 ? (
        <p className="panel-note">{t('No machine has one.')}</p>
      ) : (
        <div className="table-frame" tabIndex={0} role="region" aria-labelledby="tokens-title">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('Name')}</th>
                <th scope="col">{t('May')}</th>
                <th scope="col">{t('Made by')}</th>
                <th scope="col">{t('Last used')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ id, name, scopes, madeBy, lastUsedAtMs }) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td>{scopes.join(', ')}</td>
                  <td>{madeBy}</td>
                  <td>{lastUsedAtMs === null ? t('never') : moment(lastUsedAtMs, nowMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
