import { connect, type NatsConnection } from '@nats-io/transport-node';
import { redactCredentials } from '@vitrine/contracts';
import { BusError } from '../bus-error.js';

/** A connection to NATS, for the buses and lines of one process. */
export type BusConnection = NatsConnection;

const CONNECT_TIMEOUT_MS = 5_000;
const RECONNECT_EVERY_MS = 1_000;
const PING_EVERY_MS = 5_000;

/**
 * Once connected, a lost connection is opened again for as long as the process runs; only `close` and refused credentials end it.
 *
 * @param url `nats://user:password@host:4222`, `nats://token@host` or `tls://…`
 * @param name under which NATS shows the connection
 * @throws BusError when nothing that carries JetStream answers there
 */
export async function connectBus(url: string, name: string): Promise<BusConnection> {
  const { servers, ...credentials } = takeApart(url);
  const options = { timeout: CONNECT_TIMEOUT_MS, maxReconnectAttempts: -1, reconnectTimeWait: RECONNECT_EVERY_MS };
  const tls = url.startsWith('tls://') ? { tls: {} } : {};
  const connection = await connect({ servers, ...credentials, name, ...options, ...tls, pingInterval: PING_EVERY_MS }).catch(
    (error: unknown) => {
      throw explain(servers, error);
    },
  );
  if (connection.info?.jetstream) return connection;
  await connection.close();
  throw new BusError(
    `${servers}: this NATS server has no JetStream. Start it with \`-js\`, or with \`jetstream {}\` in its file`,
  );
}

function takeApart(url: string): { servers: string; user?: string; pass?: string; token?: string } {
  if (!URL.canParse(url)) throw new BusError('the address of NATS is no URL. Write nats://user:password@host:4222');
  const { host, username, password } = new URL(url);
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  if (user === '') return { servers: host };
  return pass === '' ? { servers: host, token: user } : { servers: host, user, pass };
}

function explain(servers: string, error: unknown): BusError {
  const message = redactCredentials(error instanceof Error ? error.message : String(error));
  const isRefused = error instanceof Error && error.name === 'AuthorizationError';
  const remedy = isRefused ? 'Correct user and password in VITRINE_BUS' : 'Start NATS, or correct host and port in VITRINE_BUS';
  return new BusError(`${servers}: NATS does not let this process in (${message}). ${remedy}`, { cause: error });
}
