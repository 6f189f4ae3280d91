import { ClientError } from '@vitrine/client';
import { Button } from '../ui/Button.js';
import { Loading, Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { Attributes } from './Attributes.js';
import { Protection } from './Protection.js';
import { Retention } from './Retention.js';
import { SignText } from './SignText.js';
import { Stored } from './Stored.js';
import { Versions } from './Versions.js';
import { WhoSees } from './WhoSees.js';
import { usePrivacy } from './use-privacy.js';
import './privacy.css';

/** What a data-protection officer asks, answered from what runs, to be read on paper too. */
export function PrivacyPage() {
  const { data: facts, error } = usePrivacy();
  return (
    <div className="page privacy">
      <header className="page-head">
        <h1>{t('Privacy')}</h1>
        <span className="no-print row">
          {facts && <SignText facts={facts} />}
          <Button icon="print" onClick={() => print()}>
            {t('Print')}
          </Button>
        </span>
      </header>
      {error && !facts && (
        <Note tone="bad" isAlert>
          {error instanceof ClientError ? refusalWords(error.problem) : t('The facts could not be read.')}
        </Note>
      )}
      {!facts && !error && <Loading label={t('Asking the service …')} />}
      {facts && (
        <>
          {facts.synthetic && <Note tone="warn">{t('These counts were made up for the demonstration.')}</Note>}
          <div className="panels">
            <Protection facts={facts} />
            <Retention facts={facts} />
          </div>
          <Stored facts={facts} />
          <WhoSees />
          <Attributes facts={facts} />
          <Versions current={facts.policy.version} />
        </>
      )}
    </div>
  );
}
