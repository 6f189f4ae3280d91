import {
  aggregateQuerySchema,
  aggregateResponseSchema,
  apiErrorSchema,
  attributePolicySchema,
  cameraCreateSchema,
  cameraIdSchema,
  cameraPatchSchema,
  cameraViewSchema,
  healthSchema,
  serviceStatusSchema,
} from '@vitrine/contracts';
import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { VERSION } from './version.js';

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
const answer = (description: string, schema: z.ZodType) => ({ description, content: json(schema) });

const errorSchema = apiErrorSchema.meta({ id: 'ApiError' });
const cameraSchema = cameraViewSchema.meta({ id: 'Camera' });

const FAILURES = {
  '400': answer('The request cannot be read', errorSchema),
  '401': answer('The token is missing or wrong', errorSchema),
};
const UNKNOWN = { '404': answer('There is no such camera', errorSchema) };
const INVALID = { '422': answer('A field is wrong; `field` says which', errorSchema) };
const cameraPath = { path: z.object({ id: cameraIdSchema }) };

const paths: ZodOpenApiPathsObject = {
  '/health': {
    get: {
      summary: 'Whether the service is up; needs no token',
      security: [],
      responses: { '200': answer('Health', healthSchema) },
    },
  },
  '/api/v1/status': {
    get: {
      summary: 'What the service runs on and how it fares',
      responses: { '200': answer('Status', serviceStatusSchema), '401': FAILURES['401'] },
    },
  },
  '/api/v1/cameras': {
    get: { summary: 'All cameras', responses: { '200': answer('Cameras', z.array(cameraSchema)), '401': FAILURES['401'] } },
    post: {
      summary: 'Add a camera',
      requestBody: { content: json(cameraCreateSchema), required: true },
      responses: {
        '201': answer('The camera', cameraSchema),
        '409': answer('The id is taken', errorSchema),
        ...INVALID,
        ...FAILURES,
      },
    },
  },
  '/api/v1/cameras/{id}': {
    get: {
      summary: 'One camera',
      requestParams: cameraPath,
      responses: { '200': answer('The camera', cameraSchema), ...UNKNOWN, '401': FAILURES['401'] },
    },
    patch: {
      summary: 'Change a camera; absent fields stay',
      requestParams: cameraPath,
      requestBody: { content: json(cameraPatchSchema), required: true },
      responses: { '200': answer('The camera', cameraSchema), ...UNKNOWN, ...INVALID, ...FAILURES },
    },
    delete: {
      summary: 'Delete a camera; its counts stay',
      requestParams: cameraPath,
      responses: { '204': { description: 'Deleted' }, ...UNKNOWN, '401': FAILURES['401'] },
    },
  },
  '/api/v1/aggregates': {
    get: {
      summary: 'Counts of visits by minute, hour or day',
      requestParams: { query: aggregateQuerySchema },
      responses: { '200': answer('Counts', aggregateResponseSchema), ...UNKNOWN, ...FAILURES },
    },
  },
  '/api/v1/attributes': {
    get: {
      summary: 'The 40 attributes with tier and switch',
      responses: { '200': answer('Attributes', z.array(attributePolicySchema)), '401': FAILURES['401'] },
    },
  },
};

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** Made of the schemas that the routes parse with. */
export function openApiDocument(): OpenApiDocument {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Vitrine',
      version: VERSION,
      description: 'The live side (WebSocket, /ws/v1) is described in docs/websocket.md.',
    },
    components: { securitySchemes: { adminToken: { type: 'http', scheme: 'bearer' } } },
    security: [{ adminToken: [] }],
    paths,
  });
}
