import { clientMessageSchema, CLOSE_CODES, SCOPE_BY_TOPIC, serverMessageSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { VERSION } from './version.js';

const TITLES: Readonly<Record<string, string>> = {
  auth: 'Who I am: for browsers, which cannot set headers',
  subscribe: 'What I want to hear from now on',
  hello: 'What this site is; first after the token',
  subscribed: 'What is really sent from now on',
  heartbeat: 'Nothing happened, and the connection stands',
  visit: 'What is known of one visit now',
  audience: 'Who is before a camera or in a zone now, as counts',
  hour: 'The last sixty minutes of one camera',
  camera: 'Where a camera stands',
  'camera-removed': 'A camera is no more',
  preview: 'A picture with faces blurred',
  published: 'A block of history is closed',
  error: 'The last message was not understood; the connection goes on',
};

type Messages = Record<string, { name: string; title: string; payload: unknown }>;

/** AsyncAPI 3.0 of `/ws/v1`, made of the schemas that both sides parse with. */
export function asyncApiDocument() {
  const [sent, received] = [serverMessageSchema, clientMessageSchema].map((union) => messagesOf(union.options));
  const references = (messages: Messages) => Object.keys(messages).map((name) => ({ $ref: `#/channels/live/messages/${name}` }));
  const scopes = Object.entries(SCOPE_BY_TOPIC).map(([topic, scope]) => `\`${topic}\` needs \`${scope}\``);
  const closes = Object.entries(CLOSE_CODES).map(([name, code]) => `${code} ${name}`);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Vitrine live',
      version: VERSION,
      description: `Topics: ${scopes.join(', ')}. Close codes: ${closes.join(', ')}. More in docs/websocket.md.`,
    },
    defaultContentType: 'application/json',
    channels: { live: { address: '/ws/v1', messages: { ...sent, ...received } } },
    operations: {
      hear: { action: 'send', channel: { $ref: '#/channels/live' }, messages: references(sent!) },
      say: { action: 'receive', channel: { $ref: '#/channels/live' }, messages: references(received!) },
    },
  };
}

function messagesOf(schemas: readonly z.ZodObject[]): Messages {
  return Object.fromEntries(
    schemas.map((schema) => {
      const name = (schema.shape['type'] as z.ZodLiteral<string>).value;
      const payload = { schemaFormat: 'application/schema+json;version=draft-2020-12', schema: z.toJSONSchema(schema) };
      return [name, { name, title: TITLES[name] ?? name, payload }];
    }),
  );
}
