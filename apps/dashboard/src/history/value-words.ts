import { count, decimal, percent } from '../words/format.js';
import { t } from '../words/t.js';
import type { Value } from './ask.js';

export type Kind = 'count' | 'share' | 'seconds';

export function valueWords(value: number, kind: Kind): string {
  switch (kind) {
    case 'count':
      return count(value);
    case 'share':
      return percent(value, 1);
    case 'seconds':
      return t('{seconds} s', { seconds: decimal(value, value < 10 ? 1 : 0) });
  }
}

/** `±2.1 %`, half the 95 % interval; nothing where a value is exact. */
export function spreadWords({ value, low, high }: Value, kind: Kind): string {
  if (value === null || low === null || high === null || high === low) return '';
  const half = (high - low) / 2;
  if (kind === 'share') return `± ${percent(half, 1)}`;
  return kind === 'seconds' ? `± ${decimal(half, 1)}` : `± ${count(half)}`;
}

const FEWER = /^fewer than (\d+)$/;

/** Why a value is not shown, where there is room for a few signs: `< 10`. */
export function reasonMark(reason: string | null): string {
  const fewer = FEWER.exec(reason ?? '');
  return fewer ? `< ${fewer[1]}` : '–';
}

/** Why a value is not shown. */
export function reasonWords(reason: string | null): string {
  if (reason === null) return '–';
  const fewer = FEWER.exec(reason);
  if (fewer) return t('fewer than {count}', { count: Number(fewer[1]) });
  const known: Record<string, string> = {
    'nobody came': t('nobody came'),
    'not published yet': t('not published yet'),
    'switched off by the policy': t('switched off'),
  };
  return known[reason] ?? reason;
}

/** The longer why, for who asks. */
export function whyWords(reason: string | null): string | undefined {
  if (reason === null) return undefined;
  if (reason.startsWith('fewer than')) return t('Shown as “fewer than”, so that nobody can be picked out of a small group.');
  if (reason === 'not published yet')
    return t('Looks are published in blocks of a hundred visits or more; this block is still open.');
  return undefined;
}
