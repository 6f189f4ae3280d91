import type { PrivacyFacts } from '@vitrine/contracts';
import { useState } from 'react';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { t } from '../words/t.js';
import { recordLines, signLines } from './sign-lines.js';

/** Text for the door and facts for the record of processing, made from the policy that runs. */
export function SignText({ facts }: { readonly facts: PrivacyFacts }) {
  const [isOpen, setOpen] = useState(false);
  const sign = signLines(facts).join('\n\n');
  const record = recordLines(facts).join('\n');
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('Texts …')}</Button>
      {isOpen && (
        <Dialog
          title={t('Texts from the running policy')}
          note={t('Facts, not legal advice: name yourself, your purpose and your legal basis where there are dots.')}
          size="wide"
          onClose={() => setOpen(false)}
        >
          <Text title={t('For the sign at the door')} text={sign} />
          <Text title={t('For the record of processing and the impact assessment')} text={record} />
        </Dialog>
      )}
    </>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section className="stack">
      <div className="panel-head">
        <h3>{title}</h3>
        <Button icon="copy" onClick={() => void navigator.clipboard?.writeText(text)}>
          {t('Copy')}
        </Button>
      </div>
      <pre className="text-block" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
