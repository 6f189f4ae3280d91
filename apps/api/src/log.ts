import type { LoggerService } from '@nestjs/common';
import { redactCredentials } from '@vitrine/contracts';
import { pino, type Logger } from 'pino';

/** One JSON line per event on stdout; every line passes the redactor. */
export function openLog(): Logger {
  return pino({ name: 'api', level: 'info' }, { write: (line: string) => void process.stdout.write(redactCredentials(line)) });
}

/** Nest's own messages: trouble is passed on, the list of routes at start is not. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(): void {}

  warn(message: unknown): void {
    this.logger.warn(String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    this.logger.error({ details }, String(message));
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.logger.fatal({ details }, String(message));
  }
}
