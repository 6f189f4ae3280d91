import type { ApiError, CameraView } from '@vitrine/contracts';
import { CAMERA_FIELDS, type CameraField } from './camera-form.js';
import { Field } from './Field.js';

export interface CameraFieldsProps {
  readonly camera: CameraView | null;
  readonly problem: ApiError | null;
}

export function CameraFields({ camera, problem }: CameraFieldsProps) {
  const problemAt = (field: CameraField) => (problem?.field === field ? problem : null);
  const isAtAField = CAMERA_FIELDS.some((field) => problem?.field === field);

  return (
    <>
      {problem && !isAtAField && (
        <p className="field-error" role="alert">
          {problem.message} {problem.remedy}
        </p>
      )}
      <Field label="Name" problem={problemAt('name')}>
        {(control) => (
          <input name="name" defaultValue={camera?.name} placeholder="Entrance north" autoComplete="off" autoFocus {...control} />
        )}
      </Field>
      <Field
        label="Address"
        hint={camera ? 'Leave empty to keep the present one.' : 'rtsp://…, http(s)://…, file:///… or v4l2:///dev/video0'}
        problem={problemAt('url')}
      >
        {(control) => (
          <input
            name="url"
            placeholder={camera?.url ?? 'rtsp://user:password@192.168.1.20/stream'}
            autoComplete="off"
            spellCheck={false}
            {...control}
          />
        )}
      </Field>
      <div className="field-row">
        <Field label="Frames per second" hint="At most." problem={problemAt('fps')}>
          {(control) => (
            <input name="fps" type="number" min="0.2" max="30" step="any" defaultValue={camera?.fps ?? 5} {...control} />
          )}
        </Field>
        <Field label="RTSP transport" hint="UDP is faster, TCP survives losses." problem={problemAt('transport')}>
          {(control) => (
            <select name="transport" defaultValue={camera?.transport ?? 'tcp'} {...control}>
              <option value="tcp">TCP</option>
              <option value="udp">UDP</option>
            </select>
          )}
        </Field>
      </div>
      <label className="switch">
        <input name="enabled" type="checkbox" role="switch" defaultChecked={camera?.enabled ?? true} />
        <span>Switched on</span>
      </label>
    </>
  );
}
