import { zodResolver } from '@hookform/resolvers/zod';
import { ClientError } from '@vitrine/client';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useAccess } from '../session/access.js';
import { useRefresh } from '../shell/feed-context.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Note } from '../ui/Notes.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { AddressFields, SettingFields } from './CameraFields.js';
import { cameraFormSchema, createOf, fieldOf, NEW_CAMERA, type CameraForm } from './camera-form.js';
import { probeCamera, type Probe } from './probe.js';
import { ProbeSteps } from './ProbeSteps.js';

export interface WizardProps {
  readonly onClose: () => void;
  readonly onSaved: (cameraId: string) => void;
}

/** A new camera: first its address, tried before anything is kept; then its name; zones are drawn on its own page. */
export function Wizard({ onClose, onSaved }: WizardProps) {
  const { client } = useAccess();
  const refresh = useRefresh();
  const [stage, setStage] = useState<'address' | 'settings'>('address');
  const [probe, setProbe] = useState<Probe | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { register, formState, handleSubmit, trigger, getValues, setError, setFocus } = useForm<CameraForm>({
    resolver: zodResolver(cameraFormSchema()),
    defaultValues: NEW_CAMERA,
  });

  /** Does what the service may refuse, and puts its no where it belongs. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const field = fieldOf(error.problem);
      if (field === null) setProblem(refusalWords(error.problem));
      else {
        if (field === 'url') setStage('address');
        setError(field, { message: refusalWords(error.problem) }, { shouldFocus: true });
      }
    } finally {
      setBusy(false);
    }
  }

  async function test(): Promise<void> {
    setProbe(null);
    if (!(await trigger(['url', 'user', 'password'], { shouldFocus: true }))) return;
    await attempt(async () => setProbe(await probeCamera(client, getValues())));
  }

  async function next(): Promise<void> {
    if (!(await trigger(['url', 'user', 'password'], { shouldFocus: true }))) return;
    setStage('settings');
    setTimeout(() => setFocus('name'));
  }

  const save = handleSubmit((form) =>
    attempt(async () => {
      const { id } = await client.cameras.create(createOf(form));
      refresh();
      onSaved(id);
    }),
  );
  const hasPassed = probe?.steps.every(({ ok }) => ok) ?? false;

  return (
    <Dialog
      title={stage === 'address' ? t('Add a camera: its address') : t('Add a camera: its name')}
      note={t('Step {step} of 2', { step: stage === 'address' ? 1 : 2 })}
      onClose={onClose}
    >
      <form className="stack" onSubmit={(event) => void save(event)} noValidate>
        {problem && (
          <Note tone="bad" isAlert>
            {problem}
          </Note>
        )}
        {stage === 'address' ? (
          <>
            <AddressFields register={register} errors={formState.errors} />
            <ProbeSteps probe={probe} isRunning={isBusy} />
            <div className="dialog-actions">
              <Button kind={hasPassed ? 'plain' : 'primary'} disabled={isBusy} onClick={() => void test()}>
                {t('Test')}
              </Button>
              <Button kind={hasPassed ? 'primary' : 'plain'} disabled={isBusy} onClick={() => void next()}>
                {hasPassed ? t('Next') : t('Next without a test')}
              </Button>
            </div>
          </>
        ) : (
          <>
            <SettingFields register={register} errors={formState.errors} />
            <div className="dialog-actions">
              <Button className="to-the-left" onClick={() => setStage('address')}>
                {t('Back')}
              </Button>
              <Button kind="primary" type="submit" disabled={isBusy}>
                {t('Add camera')}
              </Button>
            </div>
          </>
        )}
      </form>
    </Dialog>
  );
}
