import { webhookCreatedSchema, webhookViewSchema, type webhookCreateSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { nothing, type Call } from './rest.js';

/** Other services that are told what happens. `create` answers with the signing secret, this once. */
export const webhookCalls = (call: Call) => ({
  list: () => call('api/v1/webhooks', z.array(webhookViewSchema)),
  create: (body: z.input<typeof webhookCreateSchema>) => call('api/v1/webhooks', webhookCreatedSchema, { method: 'POST', body }),
  remove: (id: string) => call(`api/v1/webhooks/${encodeURIComponent(id)}`, nothing, { method: 'DELETE' }),
});
