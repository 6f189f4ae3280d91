import { percent } from '../words/format.js';
import { t } from '../words/t.js';
import { Meter } from './Meter.js';

/** Less is too little to speak of the whole. */
const FULL = 0.9;

/** How much of the time was analysed, as bar and number. @param share 0–1 */
export function CoverageBar({ share }: { readonly share: number }) {
  return (
    <span className="coverage-bar">
      <Meter share={share} label={t('coverage')} tone={share < FULL ? 'warn' : 'plain'} />
      <span className="coverage-number">{percent(share)}</span>
    </span>
  );
}
