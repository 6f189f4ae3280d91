import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TargetRules } from './target.js';

/** From connecting to the answer's status. */
const TIMEOUT_MS = 10_000;

export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one delivery; redirects are not followed, and the answer's body is not read. @returns the status. @throws when none comes */
export function deliver({ url, headers, body }: Delivery, rules: TargetRules, signal: AbortSignal): Promise<number> {
  const target = new URL(url);
  rules.refuseLiteral(target);
  const request = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const sent = request(target, { method: 'POST', headers, lookup: rules.lookup, signal: limit, agent: false }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
