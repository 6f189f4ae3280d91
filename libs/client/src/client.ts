import { auditCalls, authCalls, sessionCalls, tokenCalls, userCalls } from './access.js';
import { cameraCalls } from './cameras.js';
import { exportCalls } from './exports.js';
import { historyCalls } from './history.js';
import { openLive, type LiveHandlers, type LiveStream, type Wish, type WebSocketClass } from './live.js';
import { restCall, restDownload, type Call } from './rest.js';
import { serviceCalls } from './service.js';
import { webhookCalls } from './webhooks.js';

export interface ClientOptions {
  /** Such as `http://localhost:8080` or, in a page that the service serves, `new URL('.', document.baseURI).href`. */
  readonly baseUrl: string;
  /** Absent in a browser that is logged in. */
  readonly token?: string | null;
  /** Where there is none of the platform's own: Node before 22 wants the class of the package `ws`. */
  readonly WebSocket?: WebSocketClass;
}

/** Everything that can be asked of a Vitrine service. Each call checks the answer and throws ClientError. */
export type VitrineClient = ReturnType<typeof createClient>;

export function createClient({ baseUrl, token = null, WebSocket = globalThis.WebSocket }: ClientOptions) {
  const at = baseUrl.replace(/\/+$/, '');
  const call: Call = restCall({ baseUrl: at, token });
  const download = restDownload({ baseUrl: at, token });
  return {
    baseUrl: at,
    /** For routes that this client does not name. */
    call,
    /** Of a file, such as `api/v1/query?…&format=csv`. */
    download,
    ...serviceCalls(call),
    history: historyCalls(call, download),
    exports: exportCalls(call, download),
    webhooks: webhookCalls(call),
    auth: authCalls(call),
    users: userCalls(call),
    tokens: tokenCalls(call),
    sessions: sessionCalls(call),
    audit: auditCalls(call),
    cameras: cameraCalls(call),
    /** Keeps one subscription alive until it is closed. */
    live: (wish: Wish, handlers: LiveHandlers): LiveStream =>
      openLive({ url: `${at.replace(/^http/, 'ws')}/ws/v1`, token, WebSocket, wish }, handlers),
  };
}
