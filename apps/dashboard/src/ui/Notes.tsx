import type { ReactNode } from 'react';
import { Icon } from './Icon.js';
import './notes.css';

export interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing to show, why, and what can be done. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

export interface NoteProps {
  readonly tone: 'info' | 'warn' | 'bad';
  /** Set for what happens while somebody looks. */
  readonly isAlert?: boolean;
  readonly children: ReactNode;
}

export function Note({ tone, isAlert = false, children }: NoteProps) {
  return (
    <div className="note" data-tone={tone} role={isAlert ? 'alert' : undefined}>
      {tone !== 'info' && <Icon name="warning" />}
      <div className="note-text">{children}</div>
    </div>
  );
}

export function Loading({ label }: { readonly label: string }) {
  return (
    <p className="loading" role="status">
      {label}
    </p>
  );
}
