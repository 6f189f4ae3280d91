import { Module, type DynamicModule } from '@nestjs/common';
import type { Store } from './store.js';

export const STORE = Symbol('Store');

@Module({})
export class StoreModule {
  static with(store: Store): DynamicModule {
    return { module: StoreModule, global: true, providers: [{ provide: STORE, useValue: store }], exports: [STORE] };
  }
}
