import { SCOPES_BY_ROLE, type Role, type Scope } from '@vitrine/contracts';
import { Problem } from '../http/problem.js';
import type { Principal } from './principal.js';

/**
 * Nobody gives what they do not have.
 * @param cameraIds null for as many as the maker has. @throws Problem 403
 */
export function refuseMoreThan(maker: Principal, scopes: readonly Scope[], cameraIds: readonly string[] | null): void {
  const scope = scopes.find((wanted) => !maker.scopes.has(wanted));
  if (scope !== undefined) throw moreThanMaker(scope, 'scopes');
  const camera = cameraIds?.find((id) => maker.cameraIds !== null && !maker.cameraIds.has(id));
  if (camera !== undefined) throw moreThanMaker(camera, 'cameraIds');
}

/**
 * Who sets somebody's password or role could become them: so only with all that they may.
 * @throws Problem 403
 */
export function refuseAbove(maker: Principal, user: { role: Role; cameraIds: readonly string[] | null }): void {
  refuseMoreThan(maker, SCOPES_BY_ROLE[user.role], user.cameraIds);
  if (user.cameraIds === null && maker.cameraIds !== null) throw moreThanMaker('all cameras', 'cameraIds');
}

function moreThanMaker(what: string, field: string): Problem {
  return new Problem(403, {
    code: 'more_than_maker',
    message: `Nobody gives what they do not have: \`${what}\`.`,
    remedy: `Leave it out of \`${field}\`, or ask somebody who has it.`,
    field,
  });
}
