import { dayOfYear, timeOfDay } from '../words/time-of-day.js';

export interface ClockProps {
  readonly nowMs: number;
  /** The site's IANA zone, once known. */
  readonly zone: string | undefined;
}

export function Clock({ nowMs, zone }: ClockProps) {
  return (
    <time className="clock" dateTime={new Date(nowMs).toISOString()}>
      <span className="clock-date">{dayOfYear(nowMs, zone)}</span>
      <span className="clock-time">{timeOfDay(nowMs, zone)}</span>
    </time>
  );
}
