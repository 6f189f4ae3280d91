export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'off';

export interface PillProps {
  readonly tone: Tone;
  readonly text: string;
  /** The whole story, for those who point at it and for screen readers. */
  readonly title?: string | undefined;
}

/** A state in one colour and, since colour is not for everyone, in words. */
export function Pill({ tone, text, title }: PillProps) {
  return (
    <span className="pill" data-tone={tone} title={title}>
      <i className="dot" aria-hidden="true" />
      {text}
      {title && <span className="only-read-aloud">. {title}</span>}
    </span>
  );
}
