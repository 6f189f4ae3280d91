import { zodResolver } from '@hookform/resolvers/zod';
import { ClientError } from '@vitrine/client';
import type { CameraView } from '@vitrine/contracts';
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
import { cameraFormSchema, fieldOf, formOf, patchOf, type CameraForm } from './camera-form.js';

export interface SettingsDialogProps {
  readonly camera: CameraView;
  readonly onClose: () => void;
}

export function SettingsDialog({ camera, onClose }: SettingsDialogProps) {
  const { client } = useAccess();
  const refresh = useRefresh();
  const [problem, setProblem] = useState<string | null>(null);
  const { register, formState, handleSubmit, setError } = useForm<CameraForm>({
    resolver: zodResolver(cameraFormSchema()),
    defaultValues: formOf(camera),
  });

  const save = handleSubmit(async (form) => {
    setProblem(null);
    try {
      await client.cameras.change(camera.id, patchOf(form, camera));
      refresh();
      onClose();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const field = fieldOf(error.problem);
      if (field === null) setProblem(refusalWords(error.problem));
      else setError(field, { message: refusalWords(error.problem) }, { shouldFocus: true });
    }
  });

  return (
    <Dialog title={t('Settings of {camera}', { camera: camera.name })} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)} noValidate>
        {problem && (
          <Note tone="bad" isAlert>
            {problem}
          </Note>
        )}
        <SettingFields register={register} errors={formState.errors} />
        <AddressFields register={register} errors={formState.errors} hasCredentials={camera.hasCredentials} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button kind="primary" type="submit" disabled={formState.isSubmitting}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
