import type { ApiError } from '@vitrine/contracts';
import { t } from './t.js';

/** The service's refusals that people meet, in plain words by their code. */
const WORDS: Record<string, () => string> = {
  token_wrong: () => t('This token is wrong, over or revoked. Check it and try again.'),
  session_over: () => t('The session is over. Sign in again.'),
  login_failed: () => t('Name or password is wrong.'),
  too_many_failures: () => t('Too many tries. Wait a minute, then try again.'),
  forbidden: () => t('You may not do this. Ask an admin.'),
  not_reachable: () => t('The service does not answer. Check that it runs and that this machine has a network.'),
  contract: () => t('The service answered in a way that this page does not understand. Load the page anew.'),
  camera_exists: () => t('There is one with this name already.'),
  user_exists: () => t('There is one with this name already.'),
  code_wrong: () => t('This link has been used, or is too old. Sign in with an account, or have a new link made.'),
};

/** What went wrong and what helps. Words of the service's own are shown where this page has none; they are made for people, too. */
export function refusalWords({ code, message, remedy, field }: ApiError): string {
  const known = WORDS[code]?.();
  if (known !== undefined) return known;
  const said = capitalised(field === undefined ? message : message.replace(`\`${field}\`: `, '')).replaceAll('`', '');
  return said.toLowerCase() === remedy.toLowerCase() ? said : `${said} ${remedy.replaceAll('`', '')}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
