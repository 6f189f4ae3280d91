import { ClientError } from '@vitrine/client';
import type { CameraView } from '@vitrine/contracts';
import { useState } from 'react';
import { z } from 'zod';
import { useAccess } from '../session/access.js';
import { Button } from '../ui/Button.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';

/** Tries a camera at once that would be tried later. */
export function RetryNow({ camera }: { readonly camera: CameraView }) {
  const { client } = useAccess();
  const [problem, setProblem] = useState<string | null>(null);
  if (!['failed', 'reconnecting', 'ended'].includes(camera.state)) return null;

  function retry(): void {
    client.call(`api/v1/cameras/${encodeURIComponent(camera.id)}/retry`, z.unknown(), { method: 'POST' }).then(
      () => setProblem(null),
      (error: unknown) => {
        if (!(error instanceof ClientError)) throw error;
        setProblem(refusalWords(error.problem));
      },
    );
  }

  return (
    <>
      <Button onClick={retry}>{t('Try now')}</Button>
      {problem && (
        <span className="field-error" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
