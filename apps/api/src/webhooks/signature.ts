import { createHmac } from 'node:crypto';

/**
 * Headers after the Standard Webhooks specification (standardwebhooks.com), for which most languages have a library.
 * @param secret `whsec_` and base64
 */
export function signedHeaders(secret: string, id: string, body: string, atMs = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
