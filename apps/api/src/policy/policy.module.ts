import { Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { ServiceConfig } from '../config/load-config.js';
import { AttributeFilter } from './attribute-filter.js';
import { PolicyController } from './policy.controller.js';

@Module({
  controllers: [PolicyController],
  providers: [
    { provide: AttributeFilter, useFactory: (config: ServiceConfig) => new AttributeFilter(config.attributes), inject: [CONFIG] },
  ],
  exports: [AttributeFilter],
})
export class PolicyModule {}
