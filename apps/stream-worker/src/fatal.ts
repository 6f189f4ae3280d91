/** What the api tells the operator about a worker that cannot start. The typed errors of ingest and `@vitrine/models` bring their remedy along. */
export function describeFatal(error: unknown): { message: string; remedy: string } {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof Error && 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : UNKNOWN_REMEDY;
  return { message, remedy };
}

const UNKNOWN_REMEDY = 'read the stream worker’s log lines above this one; `npm test` tells whether the installation is whole';
