import * as contracts from '@vitrine/contracts';
import { z } from 'zod';
import { nothing, type Call } from './rest.js';

/** Coming in: what the login page asks. Sets and ends the browser's session. */
export const authCalls = (call: Call) => ({
  methods: () => call('api/v1/auth/methods', contracts.loginMethodsSchema),
  me: () => call('api/v1/auth/me', contracts.meSchema),
  login: (body: contracts.Login) => call('api/v1/auth/login', contracts.meSchema, { method: 'POST', body }),
  firstAdmin: (body: contracts.FirstAdmin) => call('api/v1/auth/first-admin', contracts.meSchema, { method: 'POST', body }),
  display: (body: contracts.DisplayCode) => call('api/v1/auth/display', contracts.meSchema, { method: 'POST', body }),
  logout: () => call('api/v1/auth/logout', nothing, { method: 'POST' }),
  changePassword: (body: contracts.OwnPassword) => call('api/v1/password', nothing, { method: 'PUT', body }),
});

export const userCalls = (call: Call) => ({
  list: () => call('api/v1/users', z.array(contracts.userViewSchema)),
  create: (body: z.input<typeof contracts.userCreateSchema>) =>
    call('api/v1/users', contracts.userViewSchema, { method: 'POST', body }),
  change: (id: string, body: contracts.UserPatch) => call(userPath(id), contracts.userViewSchema, { method: 'PATCH', body }),
  remove: (id: string) => call(userPath(id), nothing, { method: 'DELETE' }),
});

const userPath = (id: string) => `api/v1/users/${encodeURIComponent(id)}`;

/** Tokens of machines. `create` answers with the token, this once. */
export const tokenCalls = (call: Call) => ({
  list: () => call('api/v1/tokens', z.array(contracts.tokenViewSchema)),
  create: (body: z.input<typeof contracts.tokenCreateSchema>) =>
    call('api/v1/tokens', contracts.tokenCreatedSchema, { method: 'POST', body }),
  revoke: (id: string) => call(`api/v1/tokens/${encodeURIComponent(id)}`, nothing, { method: 'DELETE' }),
});

/** Browsers that are logged in, and wall screens. */
export const sessionCalls = (call: Call) => ({
  list: () => call('api/v1/sessions', z.array(contracts.sessionViewSchema)),
  revoke: (id: string) => call(`api/v1/sessions/${encodeURIComponent(id)}`, nothing, { method: 'DELETE' }),
  createDisplay: (body: z.input<typeof contracts.displayCreateSchema>) =>
    call('api/v1/displays', contracts.displayCreatedSchema, { method: 'POST', body }),
});

export const auditCalls = (call: Call) => ({
  list: (query: z.input<typeof contracts.auditQuerySchema> = {}) =>
    call('api/v1/audit', z.array(contracts.auditRowSchema), { query: query as Record<string, string | number> }),
});
