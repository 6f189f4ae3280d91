import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.js';

const MIN_TOKEN_LENGTH = 16;

const environmentSchema = z.object({
  VITRINE_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  VITRINE_HOST: z.string().min(1).default('127.0.0.1'),
  VITRINE_DATA_DIR: z.string().min(1).default('./data'),
  VITRINE_TOKEN: z
    .string()
    .min(MIN_TOKEN_LENGTH, `is shorter than ${MIN_TOKEN_LENGTH} characters and could be guessed`)
    .max(512)
    .regex(/^[\x21-\x7e]+$/, 'has characters that an HTTP header cannot carry')
    .optional(),
  VITRINE_CONFIG: z.string().min(1).optional(),
  VITRINE_OIDC_SECRET: z.string().min(1).optional(),
  VITRINE_STORE: z
    .string()
    .regex(/^postgres(ql)?:\/\/.+/, 'is no address of a PostgreSQL database')
    .optional(),
  VITRINE_BUS: z
    .string()
    .regex(/^(nats|tls):\/\/.+/, 'is no address of a NATS server')
    .optional(),
});

const HINTS: Record<keyof z.infer<typeof environmentSchema>, string> = {
  VITRINE_PORT: 'give a port between 0 (any free one) and 65535',
  VITRINE_HOST: 'give an address of this machine, such as 127.0.0.1',
  VITRINE_DATA_DIR: 'give a folder that the service may write to',
  VITRINE_TOKEN: 'leave it out to have one generated, or take the output of `openssl rand -base64 32`',
  VITRINE_CONFIG: 'give the path of a YAML file, or leave it out',
  VITRINE_OIDC_SECRET: 'give the secret that the identity provider made for this service, or leave it out',
  VITRINE_STORE:
    'write postgres://user:password@host:5432/database, or leave it out to keep everything in one file of the data folder',
  VITRINE_BUS: 'write nats://user:password@host:4222, or leave it out where one machine does everything',
};

/** What the process is told from outside; everything else is in the configuration files. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Null when one is to be generated. */
  readonly token: string | null;
  readonly configPath: string | null;
  /** The identity provider's client secret. */
  readonly oidcSecret: string | null;
  /** Address of a PostgreSQL database; null for a file in the data folder. */
  readonly storeUrl: string | null;
  /** Address of the NATS server over which stream workers join; null where the service starts its own. */
  readonly busUrl: string | null;
}

/** @param variables such as `process.env`; empty ones count as absent. @throws ConfigError */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]) as keyof typeof HINTS;
      return { file: 'environment', line: null, field: name, cause: message, hint: HINTS[name] };
    });
    throw new ConfigError(problems);
  }
  const { VITRINE_PORT, VITRINE_HOST, VITRINE_DATA_DIR, VITRINE_TOKEN, VITRINE_CONFIG } = parsed.data;
  const { VITRINE_OIDC_SECRET, VITRINE_STORE, VITRINE_BUS } = parsed.data;
  return {
    port: VITRINE_PORT,
    host: VITRINE_HOST,
    dataDir: resolve(VITRINE_DATA_DIR),
    token: VITRINE_TOKEN ?? null,
    oidcSecret: VITRINE_OIDC_SECRET ?? null,
    configPath: VITRINE_CONFIG === undefined ? null : resolve(VITRINE_CONFIG),
    storeUrl: VITRINE_STORE ?? null,
    busUrl: VITRINE_BUS ?? null,
  };
}
