import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import { ConfigError } from '../config/config-error.js';
import type { Environment } from '../config/environment.js';

const ADDRESS_TROUBLES: Record<string, { field: string; hint: string }> = {
  EADDRINUSE: { field: 'VITRINE_PORT', hint: 'stop what listens there, or choose another port' },
  EACCES: { field: 'VITRINE_PORT', hint: 'choose a port above 1023' },
  EADDRNOTAVAIL: { field: 'VITRINE_HOST', hint: 'give an address of this machine, such as 127.0.0.1' },
};

/** @returns `http://host:port`, with the port that was really taken. @throws ConfigError where nothing can listen there */
export async function listenAt(app: NestExpressApplication, { port, host }: Pick<Environment, 'port' | 'host'>): Promise<string> {
  try {
    await app.listen(port, host);
    return urlOf(app.getHttpServer(), host);
  } catch (error) {
    const trouble = ADDRESS_TROUBLES[(error as NodeJS.ErrnoException).code ?? ''];
    if (!trouble) throw error;
    throw new ConfigError([
      { file: 'environment', line: null, cause: `the service cannot listen: ${(error as Error).message}`, ...trouble },
    ]);
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no TCP port');
  const shown = host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${address.port}`;
}
