import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard } from './auth.guard.js';
import { TokenCheck } from './token-keeper.js';

/** Closes every route but those marked `@OpenToAll()`. */
@Module({})
export class AuthModule {
  static with(token: string): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      providers: [
        { provide: TokenCheck, useValue: new TokenCheck(token) },
        { provide: APP_GUARD, useClass: AuthGuard },
      ],
      exports: [TokenCheck],
    };
  }
}
