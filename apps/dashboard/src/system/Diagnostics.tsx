import { useAccess } from '../session/access.js';
import { saveBlob } from '../charts/save-png.js';
import { Button } from '../ui/Button.js';
import { t } from '../words/t.js';

/** What somebody who helps needs to see: state and settings as REST shows them, so without a secret. */
export function Diagnostics() {
  const { client } = useAccess();

  async function save(): Promise<void> {
    const [status, cameras, attributes] = await Promise.all([client.status(), client.cameras.list(), client.attributes()]);
    const bundle = { madeAt: new Date().toISOString(), browser: navigator.userAgent, status, cameras, attributes };
    saveBlob(new Blob([JSON.stringify(bundle, null, 2)], { type: 'application/json' }), 'vitrine-diagnostics.json');
  }

  return (
    <section className="panel row" aria-labelledby="diagnostics-title">
      <div>
        <h2 id="diagnostics-title">{t('Diagnostics')}</h2>
        <p className="panel-note">{t('State and settings in one file, without passwords, tokens or pictures.')}</p>
      </div>
      <Button icon="download" className="to-the-right" onClick={() => void save()}>
        {t('Save')}
      </Button>
    </section>
  );
}
