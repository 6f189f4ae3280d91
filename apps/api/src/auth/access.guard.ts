import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { cameraIdSchema, type Scope } from '@vitrine/contracts';
import { Origins } from '../http/origins.js';
import { Problem } from '../http/problem.js';
import { credentialOf } from './credential.js';
import { Doorkeeper } from './doorkeeper.js';
import { NEED, type KnownRequest, type Need } from './needs.js';
import { maySee, type Principal } from './principal.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Stands before every handler: who is it, may they, and did the page of another site make their browser ask? */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Doorkeeper) private readonly door: Doorkeeper,
    @Inject(Origins) private readonly origins: Origins,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const need = this.reflector.getAllAndOverride<Need | undefined>(NEED, [context.getHandler(), context.getClass()]);
    if (need?.scope === 'anybody') return true;
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const credential = credentialOf(request.headers);
    const principal = this.door.admit(credential, request.ip ?? 'unknown');
    if (credential?.kind === 'cookie' && !READING.has(request.method)) this.origins.refuseForeign(request);
    if (!need) throw forbidden('nobody');
    if (need.scope !== 'known' && !principal.scopes.has(need.scope)) throw forbidden(need.scope);
    if (need.allCameras && principal.cameraIds !== null) throw forbidden('all cameras');
    if (need.cameraParam !== null) refuseUnseen(principal, String(request.params[need.cameraParam]));
    request.principal = principal;
    return true;
  }
}

const WORDS = { nobody: 'Nobody may do this.', 'all cameras': 'This is for who may see all cameras.' };

export function forbidden(lack: Scope | keyof typeof WORDS): Problem {
  return new Problem(403, {
    code: 'forbidden',
    message: lack === 'nobody' || lack === 'all cameras' ? WORDS[lack] : `This needs the scope \`${lack}\`.`,
    remedy: 'Ask an admin for a role or a token that has it.',
  });
}

/**
 * The same words as for a camera that is not there: who may not see it need not know of it. What is no id is not repeated: people paste
 * whole addresses, passwords and all.
 */
export function refuseUnseen(principal: Principal, cameraId: string): void {
  const isId = cameraIdSchema.safeParse(cameraId).success;
  if (isId && maySee(principal, cameraId)) return;
  throw new Problem(404, {
    code: 'camera_unknown',
    message: isId ? `There is no camera \`${cameraId}\`.` : 'There is no such camera.',
    remedy: 'GET /api/v1/cameras lists the cameras.',
    field: 'id',
  });
}
