import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Scope } from '@vitrine/contracts';
import type { Request } from 'express';
import type { Principal } from './principal.js';

export const NEED = 'vitrine:need';

/** `anybody`: no token at all. `known`: whoever shows one, whatever it may. */
export interface Need {
  readonly scope: Scope | 'known' | 'anybody';
  readonly cameraParam: string | null;
  readonly allCameras: boolean;
}

interface CameraNeed {
  /** The path's parameter that names a camera: one that the caller may not see is as if it were not there. */
  readonly cameraParam?: string;
  /** Nobody whose list of cameras is limited may do it, such as adding one. */
  readonly allCameras?: boolean;
}

/**
 * What a handler, or every handler of a controller, asks of who calls it. A handler without one cannot be called by anybody, and the
 * service does not start with it.
 */
export const Needs = (scope: Scope | 'known', { cameraParam, allCameras = false }: CameraNeed = {}) =>
  SetMetadata<string, Need>(NEED, { scope, cameraParam: cameraParam ?? null, allCameras });

/** No token needed. @param _why it is safe, for who reads the handler */
export const OpenToAll = (_why: string) =>
  SetMetadata<string, Need>(NEED, { scope: 'anybody', cameraParam: null, allCameras: false });

/** What the guard found out about the request. */
export interface KnownRequest extends Request {
  principal?: Principal;
}

/** The handler's parameter: who asks. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<KnownRequest>();
  if (!principal) throw new Error('@Who() on a handler that is open to all');
  return principal;
});
