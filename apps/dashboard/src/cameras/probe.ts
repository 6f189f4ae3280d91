import type { VitrineClient } from '@vitrine/client';
import { z } from 'zod';
import { t } from '../words/t.js';
import { createOf, type CameraForm } from './camera-form.js';

export const probeSchema = z.object({
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), detail: z.string().nullish(), remedy: z.string().nullish() })),
});
export type Probe = z.infer<typeof probeSchema>;

/** Tries an address without keeping it. @throws ClientError */
export function probeCamera(client: VitrineClient, form: CameraForm): Promise<Probe> {
  const body = { ...createOf(form), name: form.name || t('Test') };
  return client.call('api/v1/cameras/probe', probeSchema, { method: 'POST', body });
}

const STEP_WORDS: Record<string, () => string> = {
  address: () => t('Address'),
  name: () => t('Name resolved'),
  port: () => t('Port open'),
  login: () => t('Login'),
  stream: () => t('Stream'),
  picture: () => t('First picture'),
  faces: () => t('Faces'),
};

export const stepWords = (step: string): string => STEP_WORDS[step]?.() ?? step;
