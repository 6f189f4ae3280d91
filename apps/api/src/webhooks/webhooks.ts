import { randomBytes, randomUUID } from 'node:crypto';
import {
  webhookCreateSchema,
  type WebhookCreate,
  type WebhookCreated,
  type WebhookPayload,
  type WebhookView,
} from '@vitrine/contracts';
import { z } from 'zod';
import { newId } from '../auth/secrets.js';
import { Problem } from '../http/problem.js';
import type { TokenStore } from '../store/token-store.js';
import { deliver } from './deliver.js';
import { Outlet, OUTLET_LIMITS, type OutletLimits } from './outlet.js';
import { signedHeaders } from './signature.js';
import { ForbiddenTargetError, type TargetRules } from './target.js';

const KIND = 'webhook';
const MAX_WEBHOOKS = 50;

/** Keeps what must not lie in the store in the clear. */
export interface Sealer {
  /** Whether a key was put before older ones: what they sealed is then sealed anew. */
  readonly hasOlder: boolean;
  seal(text: string, owner: string): string;
  /** @returns null when no key fits */
  open(sealed: string, owner: string): string | null;
}

const recordSchema = webhookCreateSchema.extend({
  id: z.string(),
  createdAtMs: z.number(),
  /** Address and signing secret, sealed. */
  url: z.string(),
  secret: z.string(),
});
type WebhookRecord = z.infer<typeof recordSchema>;

interface Hook {
  readonly record: WebhookRecord;
  readonly url: string;
  readonly outlet: Outlet;
}

export type Told = Pick<WebhookPayload, 'event' | 'cameraId' | 'data'>;

/** Tells other services what happened here. Posting returns at once: a slow receiver holds up nothing. */
export class Webhooks {
  readonly #hooks = new Map<string, Hook>();

  constructor(
    private readonly store: TokenStore,
    private readonly sealer: Sealer,
    private readonly rules: TargetRules,
    private readonly limits: OutletLimits = OUTLET_LIMITS,
  ) {}

  async load(): Promise<void> {
    for (const { details } of await this.store.list(KIND)) {
      const record = recordSchema.parse(details);
      const [url, secret] = [this.sealer.open(record.url, record.id), this.sealer.open(record.secret, record.id)];
      // Sealed with a key that is gone: it has to be made anew, which its absence shows.
      if (url === null || secret === null) continue;
      this.#open(record, url, secret);
      if (this.sealer.hasOlder) await this.#save(record, url, secret);
    }
  }

  list(): WebhookView[] {
    return [...this.#hooks.values()].map(viewOf).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** @throws Problem 409 when there are too many, 422 for an address that it must not have */
  async create(input: WebhookCreate): Promise<WebhookCreated> {
    if (this.#hooks.size >= MAX_WEBHOOKS) throw tooMany();
    this.#refuseForbidden(input.url);
    const id = newId();
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const record = await this.#save({ ...input, id, createdAtMs: Date.now() }, input.url, secret);
    return { ...viewOf(this.#open(record, input.url, secret)), secret };
  }

  /** @throws Problem 404 */
  async remove(id: string): Promise<WebhookView> {
    const hook = this.#hooks.get(id);
    if (!hook) throw unknown();
    await this.store.remove(id);
    this.#hooks.delete(id);
    hook.outlet.close();
    return viewOf(hook);
  }

  tell({ event, cameraId, data }: Told): void {
    const payload = { id: randomUUID(), event, atMs: Date.now(), cameraId, data };
    for (const { record, outlet } of this.#hooks.values()) if (isWanted(record, payload)) outlet.post(payload);
  }

  close(): void {
    for (const { outlet } of this.#hooks.values()) outlet.close();
  }

  async #save(unsealed: Omit<WebhookRecord, 'secret'>, url: string, secret: string): Promise<WebhookRecord> {
    const { id } = unsealed;
    const record = { ...unsealed, url: this.sealer.seal(url, id), secret: this.sealer.seal(secret, id) };
    await this.store.save({ id, kind: KIND, userId: null, expiresAtMs: null, details: record });
    return record;
  }

  #open(record: WebhookRecord, url: string, secret: string): Hook {
    const send = (payload: WebhookPayload, signal: AbortSignal) => {
      const body = JSON.stringify(payload);
      return deliver({ url, headers: signedHeaders(secret, payload.id, body), body }, this.rules, signal);
    };
    const hook = { record, url, outlet: new Outlet(send, this.limits) };
    this.#hooks.set(record.id, hook);
    return hook;
  }

  #refuseForbidden(url: string): void {
    try {
      this.rules.refuseLiteral(new URL(url));
    } catch (error) {
      if (!(error instanceof ForbiddenTargetError)) throw error;
      throw new Problem(422, {
        code: 'target_forbidden',
        message: '`url`: a webhook may not go to this address.',
        remedy: 'Give an address outside, or name the network in `webhooks.networks` of the configuration.',
        field: 'url',
      });
    }
  }
}

function isWanted({ events, cameraIds, atLeastVisits }: WebhookRecord, { event, cameraId, data }: WebhookPayload): boolean {
  if (!events.includes(event)) return false;
  if (cameraIds !== null && (cameraId === null || !cameraIds.includes(cameraId))) return false;
  return event !== 'block.published' || Number(data['visits'] ?? 0) >= atLeastVisits;
}

function viewOf({ record, url, outlet }: Hook): WebhookView {
  const { origin, pathname } = new URL(url);
  const { secret: _secret, url: _url, ...shown } = record;
  const { delivered, waiting, deadLetters, lastError } = outlet;
  return { ...shown, url: `${origin}${pathname}`, delivered, waiting, deadLetters, lastError };
}

function unknown(): Problem {
  return new Problem(404, {
    code: 'webhook_unknown',
    message: 'There is no such webhook.',
    remedy: 'GET /api/v1/webhooks lists them.',
    field: 'id',
  });
}

function tooMany(): Problem {
  return new Problem(409, {
    code: 'too_many_webhooks',
    message: `There are already ${MAX_WEBHOOKS} webhooks.`,
    remedy: 'Delete those that are no longer used.',
  });
}
