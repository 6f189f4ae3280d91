import { redactCredentials } from '@vitrine/contracts';

/** One wrong setting, as the person who wrote it needs to hear of it. */
export interface ConfigProblem {
  readonly file: string;
  /** From 1; null where the problem has no place in the file. */
  readonly line: number | null;
  /** Path of the setting, such as `worker.detection.inputSizePx`. */
  readonly field: string;
  readonly cause: string;
  readonly hint: string;
}

/** The service does not start with settings it does not understand. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.map(describeProblem).join('\n'));
  }
}

export function describeProblem({ file, line, field, cause, hint }: ConfigProblem): string {
  const place = line === null ? file : `${file}:${line}`;
  return redactCredentials(`${place}: ${field === '' ? '' : `${field}: `}${cause}. Hint: ${hint}.`);
}
