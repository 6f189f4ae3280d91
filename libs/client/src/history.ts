import {
  policyVersionSchema,
  privacyFactsSchema,
  queryAnswerSchema,
  querySchemaAnswerSchema,
  type ExportFormat,
  type PolicyPatch,
  type QueryInput,
} from '@vitrine/contracts';
import { z } from 'zod';
import type { Call, Download } from './rest.js';

/** What was counted, under which policy, and what is done to protect whom it was counted of. */
export const historyCalls = (call: Call, download: Download) => ({
  query: (body: QueryInput) => call('api/v1/query', queryAnswerSchema, { method: 'POST', body }),
  /** The same rows as a file. @param parameters as of `GET /api/v1/query`, such as `{ metrics: 'visits', from: '7d' }` */
  queryFile: (parameters: Readonly<Record<string, string>>, format: ExportFormat) =>
    download(`api/v1/query?${new URLSearchParams({ ...parameters, format }).toString()}`),
  querySchema: () => call('api/v1/query/schema', querySchemaAnswerSchema),
  policy: () => call('api/v1/policy', policyVersionSchema),
  policyVersions: () => call('api/v1/policy/versions', z.array(policyVersionSchema)),
  changePolicy: (body: PolicyPatch) => call('api/v1/policy', policyVersionSchema, { method: 'PATCH', body }),
  privacy: () => call('api/v1/privacy', privacyFactsSchema),
  /** Text for the door. */
  sign: async () => (await download('api/v1/privacy/sign')).text(),
  /** Facts of a record of processing, in Markdown. */
  processingRecord: async () => (await download('api/v1/privacy/record')).text(),
});
