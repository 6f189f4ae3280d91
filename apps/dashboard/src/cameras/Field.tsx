import type { ApiError } from '@vitrine/contracts';
import { useId, type ReactNode } from 'react';
import { problemAtField } from '../words/problem-text.js';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** What the service has against the entry. */
  readonly problem: ApiError | null;
  /** Makes the control; the properties tie it to its label, its hint and its error. */
  readonly children: (control: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode;
}

export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-invalid': problem !== null, 'aria-describedby': noteId })}
      <span id={noteId}>
        {problem ? (
          <span className="field-error" role="alert">
            {problemAtField(problem)}
          </span>
        ) : (
          hint && <span className="field-hint">{hint}</span>
        )}
      </span>
    </div>
  );
}
