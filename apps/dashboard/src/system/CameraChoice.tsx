import { useLive } from '../store/use-live.js';
import { t } from '../words/t.js';

export interface CameraChoiceProps {
  /** Null for all, those to come too. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (ids: string[] | null) => void;
}

/** Which cameras somebody, or a token, may see. */
export function CameraChoice({ chosen, onChange }: CameraChoiceProps) {
  const cameras = useLive((state) => state.cameras) ?? [];
  return (
    <fieldset>
      <legend className="field-label">{t('Cameras')}</legend>
      <label className="checkbox">
        <input type="checkbox" checked={chosen === null} onChange={(event) => onChange(event.target.checked ? null : [])} />
        {t('All cameras, those to come too')}
      </label>
      {chosen !== null && (
        <div className="scope-list">
          {cameras.map(({ id, name }) => (
            <label key={id} className="checkbox">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={(event) => onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
              />
              {name}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
