import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ServiceConfig } from './load-config.js';

export const CONFIG = Symbol('ServiceConfig');
export const LOG = Symbol('Logger');

/** What every room may ask for: the parsed configuration and the log. */
@Module({})
export class ConfigModule {
  static with(config: ServiceConfig, log: Logger): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
      ],
      exports: [CONFIG, LOG],
    };
  }
}
