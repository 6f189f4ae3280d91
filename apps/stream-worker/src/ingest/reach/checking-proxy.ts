import { parseCameraAddress, portOf, isNetworkAddress, type NetworkAddress } from '@vitrine/contracts';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { dial, resolveHost } from './connect.js';
import type { NetworkRules } from './network-rules.js';
import { ReachError } from './reach-error.js';

const MAX_HEAD_BYTES = 65_536;
const END_OF_HEAD = '\r\n\r\n';

/**
 * The way of everything that ffmpeg fetches by HTTP: each connection, of a redirect or a playlist's segment too, is resolved and checked
 * here, and dialled at the address that was checked. On loopback; it leads nowhere that this machine's own programs could not go.
 */
export class CheckingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();

  /** @param onRefused hears why a connection was not made */
  private constructor(
    private readonly rules: NetworkRules,
    private readonly onRefused: (error: ReachError) => void,
  ) {
    this.#server = createServer((client) => {
      this.#keep(client);
      void this.#serve(client).catch((error: unknown) => this.#refuse(client, error));
    });
  }

  static async open(rules: NetworkRules, onRefused: (error: ReachError) => void): Promise<CheckingProxy> {
    const proxy = new CheckingProxy(rules, onRefused);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed');
    return `http://127.0.0.1:${address.port}/`;
  }

  close(): void {
    this.#closing.abort();
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #serve(client: Socket): Promise<void> {
    const { head, body } = await readHead(client);
    const [method = '', target = ''] = head.slice(0, head.indexOf('\r\n')).split(' ');
    const isTunnel = method === 'CONNECT';
    const address = targetOf(isTunnel ? `https://${target}` : target);
    const server = await dial(await resolveHost(address.host, this.rules), portOf(address), this.#closing.signal);
    this.#keep(server);
    if (isTunnel) client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    else server.write(originForm(head, target));
    server.write(body);
    client.pipe(server).pipe(client);
    client.resume();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #refuse(client: Socket, error: unknown): void {
    if (error instanceof ReachError) this.onRefused(error);
    client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  }
}

function targetOf(text: string): NetworkAddress {
  // ffmpeg writes no user information here; a redirect's address is as strict as a camera's.
  const { address } = parseCameraAddress(text);
  if (!isNetworkAddress(address))
    throw new ReachError('not_allowed', 'the camera leads to something else', 'correct its address');
  return address;
}

/** `GET http://host/path` becomes `GET /path`; one request a connection, so that none goes where it was not checked. */
function originForm(head: string, target: string): string {
  const path = target.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const [start = '', ...headers] = head.split('\r\n');
  const kept = headers.filter((header) => !/^(?:proxy-|connection:)/i.test(header));
  return (
    [start.replace(target, () => (path.startsWith('/') ? path : `/${path}`)), 'Connection: close', ...kept].join('\r\n') +
    END_OF_HEAD
  );
}

async function readHead(client: Socket): Promise<{ head: string; body: Buffer }> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(client, 'data')) as [Buffer];
    bytes = Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf(END_OF_HEAD);
    if (end >= 0) {
      client.pause();
      return { head: bytes.toString('latin1', 0, end), body: bytes.subarray(end + END_OF_HEAD.length) };
    }
    if (bytes.length > MAX_HEAD_BYTES) throw new Error('not a request');
  }
}
