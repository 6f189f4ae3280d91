import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

const BOUNDARY = 'picture';

export interface HttpCameraOptions {
  /** JPEG pictures that follow one another, over and over. */
  readonly pictures: readonly Buffer[];
  readonly fps?: number;
  /** `user:password` that Basic authentication must bring; everybody may watch when absent. */
  readonly login?: string;
  /** Some cameras leave the boundary out before their first picture. */
  readonly startsWithoutBoundary?: boolean;
  /** Where `/away` leads. */
  readonly redirect?: string;
  /** A folder whose files are served below `/files/`, such as an HLS playlist and its segments. */
  readonly folder?: string;
}

/** A camera that speaks HTTP on loopback: `/video` is MJPEG, `/still` one picture a request, `/text` a page that is no camera. */
export interface HttpCamera {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Paths that were asked for, in their order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function startHttpCamera(options: HttpCameraOptions): Promise<HttpCamera> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(options, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(options: HttpCameraOptions, request: IncomingMessage, response: ServerResponse): void {
  const { login, redirect, folder, pictures } = options;
  const path = new URL(request.url ?? '/', 'http://camera').pathname;
  const given = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString('utf8');
  if (login !== undefined && given !== login) {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="camera"' }).end();
    return;
  }
  if (path === '/video') return void stream(options, response);
  if (path === '/still') {
    const picture = pictures[Math.floor(Date.now() / 500) % pictures.length]!;
    response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': picture.length }).end(picture);
    return;
  }
  if (path === '/text') {
    response.writeHead(200, { 'Content-Type': 'text/plain' }).end('This page is of the inner network.\n'.repeat(200));
    return;
  }
  if (path === '/away' && redirect !== undefined) {
    response.writeHead(302, { Location: redirect }).end();
    return;
  }
  const file = folder === undefined ? null : join(folder, path.replace(/^\/files\//, ''));
  if (file !== null && path.startsWith('/files/') && existsSync(file)) createReadStream(file).pipe(response);
  else response.writeHead(404).end();
}

/** Until the client leaves. */
async function stream({ pictures, fps = 5, startsWithoutBoundary }: HttpCameraOptions, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
  for (let number = 0; !response.destroyed; number += 1) {
    const picture = pictures[number % pictures.length]!;
    const boundary = number === 0 && startsWithoutBoundary ? '' : `--${BOUNDARY}\r\n`;
    response.write(`${boundary}Content-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`);
    response.write(picture);
    response.write('\r\n');
    await new Promise((resolve) => setTimeout(resolve, 1000 / fps));
  }
}
