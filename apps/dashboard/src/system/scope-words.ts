import type { Scope } from '@vitrine/contracts';
import { t } from '../words/t.js';

const WORDS: Record<Scope, () => string> = {
  'stats:read': () => t('ask history'),
  'live:read': () => t('hear live visits'),
  'preview:read': () => t('see pictures'),
  'cameras:read': () => t('see cameras'),
  'cameras:write': () => t('change cameras'),
  'policy:write': () => t('change the policy'),
  'exports:create': () => t('make exports'),
  'users:write': () => t('manage users'),
  'system:read': () => t('see the system'),
};

export const scopeWords = (scope: Scope): string => WORDS[scope]();
