import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { t } from '../words/t.js';
import { IconButton } from './Button.js';
import './dialog.css';

export interface DialogProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly note?: string;
  readonly size?: 'normal' | 'wide' | 'drawer';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A modal over the page: the focus goes to the first field, stays inside, and returns to what opened it. Radix's own overlay is not
 * used: it writes a style element, which the page's content security policy forbids.
 */
export function Dialog({ title, note, size = 'normal', onClose, children }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement as HTMLElement | null);

  function focusFirstField(event: Event): void {
    const first = body.current?.querySelector<HTMLElement>('[data-first-focus], input:not([type=hidden]), select, textarea');
    event.preventDefault();
    // Where there is nothing to fill in, the dialog itself is what is read, and not the button that closes it.
    (first ?? content.current)?.focus();
  }

  function returnFocus(event: Event): void {
    event.preventDefault();
    const { current } = opener;
    if (current?.isConnected) current.focus();
    else document.getElementById('main')?.focus();
  }

  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <div className="dialog-shade" data-size={size}>
          <Radix.Content
            ref={content}
            tabIndex={-1}
            className="dialog"
            data-size={size}
            onOpenAutoFocus={focusFirstField}
            onCloseAutoFocus={returnFocus}
            {...(note ? {} : { 'aria-describedby': undefined })}
          >
            <header className="dialog-head">
              <Radix.Title className="dialog-title">{title}</Radix.Title>
              <Radix.Close asChild>
                <IconButton icon="close" label={t('Close')} />
              </Radix.Close>
              {note && <Radix.Description className="dialog-note">{note}</Radix.Description>}
            </header>
            <div ref={body} className="dialog-body">
              {children}
            </div>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
