import { cameraEventSchema, cameraViewSchema, type cameraCreateSchema, type CameraPatch } from '@vitrine/contracts';
import { z } from 'zod';
import { nothing, type Call } from './rest.js';

const cameraPath = (id: string) => `api/v1/cameras/${encodeURIComponent(id)}`;

export const cameraCalls = (call: Call) => ({
  list: () => call('api/v1/cameras', z.array(cameraViewSchema)),
  get: (id: string) => call(cameraPath(id), cameraViewSchema),
  create: (body: z.input<typeof cameraCreateSchema>) => call('api/v1/cameras', cameraViewSchema, { method: 'POST', body }),
  change: (id: string, body: CameraPatch) => call(cameraPath(id), cameraViewSchema, { method: 'PATCH', body }),
  remove: (id: string) => call(cameraPath(id), nothing, { method: 'DELETE' }),
  /** Tries at once what would be tried later. */
  retry: (id: string) => call(`${cameraPath(id)}/retry`, nothing, { method: 'POST' }),
  /** Newest first. */
  events: (id: string) => call(`${cameraPath(id)}/events`, z.object({ events: z.array(cameraEventSchema) })),
});
