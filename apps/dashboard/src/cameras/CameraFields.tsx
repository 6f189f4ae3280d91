import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { Field } from '../ui/Field.js';
import { t } from '../words/t.js';
import type { CameraForm } from './camera-form.js';

export interface CameraFieldsProps {
  readonly register: UseFormRegister<CameraForm>;
  readonly errors: FieldErrors<CameraForm>;
}

/** How the camera is reached: address, user and password as fields of their own. */
export function AddressFields({
  register,
  errors,
  hasCredentials = false,
}: CameraFieldsProps & { readonly hasCredentials?: boolean }) {
  const kept = hasCredentials ? t('Leave empty to keep what is stored.') : undefined;
  return (
    <>
      <Field
        label={t('Address')}
        hint={t('rtsp://, http(s)://, file:// or v4l2:// – the camera’s manual has the path.')}
        error={errors.url?.message}
      >
        {(control) => (
          <input {...control} {...register('url')} className="input" inputMode="url" autoComplete="off" spellCheck={false} />
        )}
      </Field>
      <div className="field-row">
        <Field label={t('User')} hint={kept} error={errors.user?.message}>
          {(control) => <input {...control} {...register('user')} className="input" autoComplete="off" spellCheck={false} />}
        </Field>
        <Field label={t('Password')} hint={kept} error={errors.password?.message}>
          {(control) => (
            <input {...control} {...register('password')} className="input" type="password" autoComplete="new-password" />
          )}
        </Field>
      </div>
    </>
  );
}

/** What it is called and how it is read. */
export function SettingFields({ register, errors }: CameraFieldsProps) {
  return (
    <>
      <Field label={t('Name')} hint={t('Where it hangs, such as “Main entrance”.')} error={errors.name?.message}>
        {(control) => <input {...control} {...register('name')} className="input" autoComplete="off" />}
      </Field>
      <div className="field-row">
        <Field label={t('Frames a second')} hint={t('5 is enough for people who walk.')} error={errors.fps?.message}>
          {(control) => (
            <input
              {...control}
              {...register('fps', { valueAsNumber: true })}
              className="input"
              type="number"
              step="any"
              inputMode="decimal"
            />
          )}
        </Field>
        <Field label={t('Turned by')} error={errors.rotate?.message}>
          {(control) => (
            <select {...control} {...register('rotate', { valueAsNumber: true })} className="input">
              {[0, 90, 180, 270].map((degrees) => (
                <option key={degrees} value={degrees}>
                  {degrees}°
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t('Transport')} hint={t('UDP is faster, TCP survives bad networks.')} error={errors.transport?.message}>
          {(control) => (
            <select {...control} {...register('transport')} className="input">
              <option value="tcp">TCP</option>
              <option value="udp">UDP</option>
            </select>
          )}
        </Field>
      </div>
      <label className="checkbox">
        <input type="checkbox" {...register('far')} />
        {t('People are far away: look twice as closely, at four times the detector’s cost')}
      </label>
      <label className="checkbox">
        <input type="checkbox" {...register('loop')} />
        {t('A film begins again when it is over')}
      </label>
      <label className="checkbox">
        <input type="checkbox" {...register('enabled')} />
        {t('Switched on')}
      </label>
    </>
  );
}
