import { workerEventSchema } from '@vitrine/contracts';
import { z } from 'zod';

/** An event on its way from a worker; the pair (`source`, `seq`) names it for ever. */
export const messageSchema = z.object({ source: z.string().min(1), seq: z.number().int().positive(), event: workerEventSchema });
