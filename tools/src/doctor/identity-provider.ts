import { well, wrong, type Finding } from './finding.js';

const TIMEOUT_MS = 5_000;

/** @param issuer of `oidc` */
export async function checkProvider(issuer: string): Promise<Finding> {
  const what = 'identity provider';
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.ok) return well(what, `${new URL(issuer).host} answers`);
    return wrong(
      what,
      `answers ${response.status} for its discovery document`,
      'Check `oidc.issuer`: it is the address before /.well-known/.',
    );
  } catch (error) {
    return wrong(what, `does not answer: ${(error as Error).message}`, 'Check `oidc.issuer`, the network and the certificate.');
  }
}
