import { ClientError } from '@vitrine/client';
import { useState } from 'react';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { Button } from './Button.js';
import { Dialog } from './Dialog.js';
import { Note } from './Notes.js';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** The verb on the button. */
  readonly action: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Before something that cannot be taken back. The focus is on the way out. */
export function ConfirmDialog({ title, text, action, onConfirm, onClose }: ConfirmDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);

  function confirm(): void {
    onConfirm().then(onClose, (error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
      setProblem(refusalWords(error.problem));
    });
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      {problem && (
        <Note tone="bad" isAlert>
          {problem}
        </Note>
      )}
      <div className="dialog-actions">
        <Button onClick={onClose} data-first-focus>
          {t('Cancel')}
        </Button>
        <Button kind="danger" onClick={confirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
