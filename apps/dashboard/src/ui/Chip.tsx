import './chip.css';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'off';

export interface ChipProps {
  readonly tone: Tone;
  readonly text: string;
  /** The shape alone, where many are well and few are not; the words are read aloud and shown when pointed at. */
  readonly isQuiet?: boolean;
}

/** A state in one colour and, since colour is not for everyone, in words and a shape. */
export function Chip({ tone, text, isQuiet = false }: ChipProps) {
  return (
    <span className="chip" data-tone={tone} data-quiet={isQuiet} title={isQuiet ? text : undefined}>
      <i className="chip-dot" aria-hidden="true" />
      <span className={isQuiet ? 'only-read-aloud' : undefined}>{text}</span>
    </span>
  );
}
