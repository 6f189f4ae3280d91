import type { CameraView } from '@vitrine/contracts';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { t } from '../words/t.js';

/** Cameras that somebody switched off take no place on the wall. */
export function DisabledCameras({ cameras }: { readonly cameras: readonly CameraView[] }) {
  const [isOpen, setOpen] = useState(false);
  if (cameras.length === 0) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('{count} switched off', { count: cameras.length })}
      </Button>
      {isOpen && (
        <Dialog
          title={t('Switched off')}
          note={t('Nothing is read or counted of these cameras.')}
          size="drawer"
          onClose={() => setOpen(false)}
        >
          <ul className="stack">
            {cameras.map(({ id, name }) => (
              <li key={id}>
                <Link href={`/cameras/${id}`}>{name}</Link>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
