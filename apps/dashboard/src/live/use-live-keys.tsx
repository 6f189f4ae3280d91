import { useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useLive } from '../store/use-live.js';
import { Dialog } from '../ui/Dialog.js';
import { byTrouble } from '../words/camera-words.js';
import { t } from '../words/t.js';

const KEYS: readonly (readonly [string, () => string])[] = [
  ['1 – 9', () => t('Open the first to ninth camera of the wall')],
  ['F', () => t('Full screen')],
  ['Esc', () => t('Close what is open; leave the wall screen')],
  ['?', () => t('This list')],
];

/** The keys of the live page. @returns their list while it is open */
export function useLiveKeys(): ReactNode {
  const [, navigate] = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const cameras = useLive((state) => state.cameras);

  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, select, textarea, [role=dialog], [role=menu]'))
        return;
      const camera = byTrouble(cameras ?? []).filter(({ state }) => state !== 'disabled')[Number(event.key) - 1];
      if (camera) navigate(`/live/${camera.id}`);
      else if (event.key === '?') setHelpOpen(true);
      else if (event.key.toLowerCase() === 'f') void toggleFullScreen();
      else if (event.key === 'Escape' && !document.fullscreenElement) navigate('/live');
    }
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [cameras, navigate]);

  if (!isHelpOpen) return null;
  return (
    <Dialog title={t('Keys')} onClose={() => setHelpOpen(false)}>
      <dl className="facts">
        {KEYS.map(([key, meaning]) => (
          <div key={key} className="fact-pair">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning()}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen();
}
