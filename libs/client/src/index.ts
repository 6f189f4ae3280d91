export { createClient, type ClientOptions, type VitrineClient } from './client.js';
export type { LiveHandlers, LivePhase, LiveStream, Socket, WebSocketClass, Wish } from './live.js';
export { ClientError, type Ask, type Call } from './rest.js';
