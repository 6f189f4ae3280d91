import './meter.css';

export interface MeterProps {
  /** 0–1 */
  readonly share: number;
  /** Read aloud instead of the bar, such as `coverage 98 %`. */
  readonly label: string;
  readonly tone?: 'plain' | 'warn' | 'bad';
}

/** A bar of its own height in every browser, with a border of its own in forced colours. */
export function Meter({ share, label, tone = 'plain' }: MeterProps) {
  const whole = Math.max(0, Math.min(1, share));
  return (
    <span
      className="meter"
      data-tone={tone}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * whole)}
    >
      <span className="meter-fill" style={{ width: `${100 * whole}%` }} />
    </span>
  );
}
