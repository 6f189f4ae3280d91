import { attributePolicySchema, healthSchema, serviceStatusSchema } from '@vitrine/contracts';
import { z } from 'zod';
import type { Call } from './rest.js';

/** How the service fares and what lets it out. */
export const serviceCalls = (call: Call) => ({
  health: () => call('health', healthSchema),
  status: () => call('api/v1/status', serviceStatusSchema),
  attributes: () => call('api/v1/attributes', z.array(attributePolicySchema)),
});
