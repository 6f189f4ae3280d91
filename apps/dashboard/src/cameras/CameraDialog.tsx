import type { ApiError, CameraView } from '@vitrine/contracts';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../Dialog.js';
import { RestError, type RestClient } from '../session/rest.js';
import type { Action } from '../store/state.js';
import { CameraFields } from './CameraFields.js';
import { cameraCreateFrom, cameraPatchFrom } from './camera-form.js';

export interface CameraDialogProps {
  /** Null to add one. */
  readonly camera: CameraView | null;
  readonly rest: RestClient;
  readonly dispatch: (action: Action) => void;
  readonly onClose: () => void;
}

/** Adds, changes or removes a camera. The service judges the entries; what it says appears at the field it names. */
export function CameraDialog({ camera, rest, dispatch, onClose }: CameraDialogProps) {
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  async function attempt(ask: () => Promise<Action>): Promise<void> {
    setBusy(true);
    try {
      dispatch(await ask());
      onClose();
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      setProblem(error.problem);
      setBusy(false);
    }
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void attempt(async () => ({
      kind: 'camera-changed',
      camera: camera
        ? await rest.changeCamera(camera.id, cameraPatchFrom(form, camera))
        : await rest.createCamera(cameraCreateFrom(form)),
    }));
  }

  function remove(cameraId: string): void {
    void attempt(async () => {
      await rest.removeCamera(cameraId);
      return { kind: 'camera-removed', cameraId };
    });
  }

  return (
    <Dialog title={camera ? `Settings of ${camera.name}` : 'Add a camera'} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {camera?.error && (
          <p className="dialog-trouble">
            {camera.error.message} {camera.error.remedy}
          </p>
        )}
        <CameraFields camera={camera} problem={problem} />
        <div className="form-actions">
          {camera && <RemoveButton busy={busy} onRemove={() => remove(camera.id)} />}
          <button className="button" type="button" onClick={onClose}>
            Cancel
          </button>
          <button className="button primary" type="submit" disabled={busy}>
            {camera ? 'Save' : 'Add camera'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function RemoveButton({ busy, onRemove }: { readonly busy: boolean; readonly onRemove: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <button className="button danger" type="button" disabled={busy} onClick={() => (sure ? onRemove() : setSure(true))}>
      {sure ? 'Yes, remove it' : 'Remove'}
    </button>
  );
}
