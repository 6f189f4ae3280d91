import { createClient, ClientError } from '@vitrine/client';
import type { CameraView, ServiceStatus } from '@vitrine/contracts';
import { createServer } from 'node:net';
import { poor, well, wrong, type Finding } from './finding.js';

/** What a running service says of itself; null parts where there is none, or the token is not known. */
export interface Running {
  readonly finding: Finding;
  readonly status: ServiceStatus | null;
  readonly cameras: readonly CameraView[];
}

const NOTHING = { status: null, cameras: [] };

/** @param token null when it is not known here */
export async function askService(baseUrl: string, token: string | null): Promise<Running> {
  const client = createClient({ baseUrl, token });
  const health = await client.health().catch((error: unknown) => (error instanceof ClientError ? error : null));
  if (health === null || health instanceof ClientError) return { finding: await checkPort(baseUrl, health), ...NOTHING };
  const found = `runs at ${baseUrl}, ${health.status}`;
  if (token === null)
    return { finding: poor('service', found, 'Set VITRINE_TOKEN, so that the doctor can ask it more.'), ...NOTHING };
  try {
    const [status, cameras] = [await client.status(), await client.cameras.list()];
    return { finding: checkStatus(status, found), status, cameras };
  } catch (error) {
    return {
      finding: poor('service', `${found}; ${(error as Error).message}`, 'Set VITRINE_TOKEN to the service’s token.'),
      ...NOTHING,
    };
  }
}

function checkStatus({ worker }: ServiceStatus, found: string): Finding {
  if (worker.state === 'ready') return well('service', found);
  return wrong(
    'service',
    `${found}; its worker: ${worker.message ?? worker.state}`,
    'Read the log lines of stream-worker before it ended.',
  );
}

/** @param error of the question that nobody answered as the service would */
async function checkPort(baseUrl: string, error: ClientError | null): Promise<Finding> {
  const { hostname, port } = new URL(baseUrl);
  if (error?.status !== 0 || error.problem.code === 'contract' || (await isTaken(hostname, Number(port))))
    return wrong('service', `something else listens on port ${port}`, 'Stop it, or set VITRINE_PORT to a free port.');
  return well('service', `not running; port ${port} is free`);
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}

/** What the networks really run on. */
export function checkProviders(status: ServiceStatus | null): Finding {
  const runtime = status?.worker.runtime;
  if (!runtime) return well('providers', 'known when the service runs');
  const found = `${runtime.provider} ${runtime.precision}, detector ${runtime.detector} on ${runtime.detectorProvider}`;
  const note = runtime.providerNote ?? runtime.detectorNote;
  return note === null ? well('providers', found) : poor('providers', found, `${note}.`);
}
