import {
  attributeNameSchema,
  attributePolicySchema,
  ATTRIBUTE_NAMES,
  cameraSourcesSchema,
  historyConfigSchema,
  workerConfigSchema,
} from '@vitrine/contracts';
import { z } from 'zod';
import { httpSchema, oidcSchema, webhooksSchema } from './http.schema.js';

const timeZoneSchema = z
  .string()
  .refine(isTimeZone, 'is not an IANA time zone that this machine knows; write one such as Europe/Berlin');

/** `config/default.yaml` with the site's file over it. */
export const configSchema = z
  .object({
    site: z
      .object({ timeZone: timeZoneSchema.default('UTC') })
      .strict()
      .prefault({}),
    http: httpSchema,
    /** The site's identity provider; null for none. */
    oidc: oidcSchema.nullable().default(null),
    webhooks: webhooksSchema,
    /** Switches over `config/attributes.yaml`. */
    attributes: z.partialRecord(attributeNameSchema, z.boolean()).default({}),
    /** Parsed one by one, so that a bad one does not stop the others. */
    cameras: z.array(z.unknown()).default([]),
    /** How looks are published, and how long counts are kept. */
    history: historyConfigSchema.prefault({}),
    cameraSources: cameraSourcesSchema.prefault({}),
    worker: workerConfigSchema.prefault({}),
  })
  .strict();

/** `config/attributes.yaml`: all 40, in the data set's order. */
export const attributeCatalogueSchema = z
  .array(attributePolicySchema.strict())
  .refine(
    (policies) =>
      policies.length === ATTRIBUTE_NAMES.length && policies.every(({ name }, index) => name === ATTRIBUTE_NAMES[index]),
    'does not list the 40 attributes once each in the order of ATTRIBUTE_NAMES',
  );

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
