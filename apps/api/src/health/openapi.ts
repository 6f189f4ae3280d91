import { apiErrorSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import type { Handler } from '../http/handlers.js';
import { VERSION } from './version.js';

const errorSchema = apiErrorSchema.meta({ id: 'ApiError' });

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'No token, or one that is wrong, over or revoked',
  403: 'The token or session may not do this',
  404: 'There is no such thing, or it is not for this token',
  409: 'It does not fit what is there',
  422: 'A field is wrong; `field` says which',
  429: 'Too many wrong tries; `Retry-After` says how long to wait',
  502: 'Another server does not answer',
  503: 'Not now; try again',
};

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** Made of what stands at the handlers and of the schemas that they parse with. */
export function openApiDocument(handlers: readonly Handler[], basePath: string): OpenApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const handler of handlers) {
    const path = handler.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [handler.method]: operationOf(handler) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Vitrine',
      version: VERSION,
      description: 'The live side is a WebSocket, described by /api/asyncapi.json and docs/websocket.md.',
    },
    servers: [{ url: `${basePath}/` }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'VITRINE_TOKEN, or a token made by POST /api/v1/tokens' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-vitrine', description: 'Set by POST /api/v1/auth/login' },
      },
    },
    security: [{ token: [] }, { session: [] }],
    paths,
  });
}

function operationOf(handler: Handler): ZodOpenApiOperationObject {
  const { name, description, need, body, query } = handler;
  const scope = need?.scope ?? 'anybody';
  return {
    operationId: name.replace(/Controller\./, '.'),
    tags: [name.replace(/Controller\..*/, '')],
    summary: description?.summary ?? name,
    description:
      scope === 'anybody' ? 'Needs no token.' : scope === 'known' ? 'Needs a token or a session.' : `Needs \`${scope}\`.`,
    ...(scope === 'anybody' ? { security: [] } : {}),
    ...requestOf(handler.path, query),
    ...(body ? { requestBody: { content: json(body), required: true } } : {}),
    responses: responsesOf(handler),
  };
}

function requestOf(path: string, query: z.ZodType | null): Pick<ZodOpenApiOperationObject, 'requestParams'> {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  const params = names.length > 0 ? { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } : {};
  const asked = query instanceof z.ZodObject ? { query } : {};
  return names.length > 0 || query ? { requestParams: { ...params, ...asked } } : {};
}

function responsesOf({ status, description, need, path, body, query }: Handler): Record<string, ZodOpenApiResponseObject> {
  const refusals = new Set(description?.errors ?? []);
  if (body || query) refusals.add(400);
  if (body) refusals.add(422);
  if (path.includes(':')) refusals.add(404);
  if (need?.scope !== 'anybody') for (const code of [401, 403, 429]) refusals.add(code);
  const content = description?.answer
    ? { content: json(description.answer) }
    : description?.produces
      ? { content: Object.fromEntries(description.produces.map((type) => [type, { schema: z.string() }])) }
      : {};
  const failures = [...refusals]
    .toSorted()
    .map((code) => [code, { description: REFUSALS[code] ?? 'Refused', content: json(errorSchema) }] as const);
  return Object.fromEntries([[status, { description: 'Done', ...content }], ...failures]);
}
