import { Module, type DynamicModule } from '@nestjs/common';
import { WorkerSupervisor } from './worker-supervisor.js';

@Module({})
export class WorkerModule {
  static with(supervisor: WorkerSupervisor): DynamicModule {
    return {
      module: WorkerModule,
      global: true,
      providers: [{ provide: WorkerSupervisor, useValue: supervisor }],
      exports: [WorkerSupervisor],
    };
  }
}
