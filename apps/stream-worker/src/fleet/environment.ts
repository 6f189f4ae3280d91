import { workerNameSchema } from '@vitrine/contracts';
import { hostname } from 'node:os';
import { z } from 'zod';

const environmentSchema = z.object({
  VITRINE_BUS: z.string({ error: 'is missing' }).regex(/^(nats|tls):\/\/.+/, 'is no address of a NATS server'),
  VITRINE_WORKER: workerNameSchema.optional(),
  VITRINE_WORKER_GROUP: workerNameSchema.optional(),
  VITRINE_WORKER_CAMERAS: z.coerce.number().int().min(1).max(10_000).optional(),
});

const HINTS: Record<keyof z.infer<typeof environmentSchema>, string> = {
  VITRINE_BUS: 'write nats://user:password@host:4222',
  VITRINE_WORKER: 'give a name, or leave it out to be called as the machine is',
  VITRINE_WORKER_GROUP: 'give the name of a group of workers, such as the site’s, or leave it out',
  VITRINE_WORKER_CAMERAS: 'give how many cameras this machine sustains, as `npm run bench` says, or leave it out',
};

/** What a worker that joins by itself is told from outside. */
export interface WorkerEnvironment {
  readonly busUrl: string;
  readonly name: string;
  readonly group: string | null;
  /** Cameras; null for what the worker measures itself. */
  readonly capacity: number | null;
}

/** The environment says something that cannot be; the message names the variable, the cause and the remedy, and no value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** @param variables such as `process.env`; empty ones count as absent. @param machine its name. @throws EnvironmentError */
export function readWorkerEnvironment(variables: NodeJS.ProcessEnv, machine = hostname()): WorkerEnvironment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]) as keyof typeof HINTS;
      return `${name}: ${message}; ${HINTS[name]}`;
    });
    throw new EnvironmentError(problems.join('\n'));
  }
  const { VITRINE_BUS, VITRINE_WORKER, VITRINE_WORKER_GROUP, VITRINE_WORKER_CAMERAS } = parsed.data;
  return {
    busUrl: VITRINE_BUS,
    name: VITRINE_WORKER ?? nameOf(machine),
    group: VITRINE_WORKER_GROUP ?? null,
    capacity: VITRINE_WORKER_CAMERAS ?? null,
  };
}

/** Of a machine's name what a worker's may have; where it is long its end, which is what tells a cluster's machines apart. */
function nameOf(machine: string): string {
  return (
    machine
      .replace(/[^a-z0-9_-]/gi, '-')
      .slice(-32)
      .replace(/^[_-]+/, '') || 'worker'
  );
}
