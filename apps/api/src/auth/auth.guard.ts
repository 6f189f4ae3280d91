import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Problem } from '../http/problem.js';
import { bearerToken, TokenCheck } from './token-keeper.js';

const OPEN_TO_ALL = 'openToAll';

/** Marks a route that needs no token. Every other route does. */
export const OpenToAll = () => SetMetadata(OPEN_TO_ALL, true);

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    @Inject(TokenCheck) private readonly tokens: TokenCheck,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN_TO_ALL, [context.getHandler(), context.getClass()]))
      return true;
    const token = bearerToken(context.switchToHttp().getRequest<Request>().headers.authorization);
    if (token !== null && this.tokens.isValid(token)) return true;
    throw new Problem(401, {
      code: token === null ? 'token_missing' : 'token_wrong',
      message: token === null ? 'This needs the admin token.' : 'The token is not the admin token.',
      remedy: 'Send `Authorization: Bearer <token>`; the token is VITRINE_TOKEN, or was printed when the service first started.',
    });
  }
}
