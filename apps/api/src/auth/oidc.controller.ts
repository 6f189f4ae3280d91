import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Audit } from '../audit/audit.js';
import { Describe } from '../http/describe.js';
import { Problem } from '../http/problem.js';
import { PublicAddress } from '../http/public-address.js';
import { cookieNamed } from './credential.js';
import { Entrance } from './entrance.js';
import { OpenToAll } from './needs.js';
import { Oidc } from './oidc.js';
import { UserBook } from './user-book.js';

const STATE_COOKIE = 'vitrine-oidc';
const CALLBACK = 'api/v1/auth/oidc/callback';

/** The two steps of a login through the site's identity provider. Both are pages that the browser is sent to. */
@Controller('api/v1/auth/oidc')
export class OidcController {
  constructor(
    @Inject(Oidc) private readonly oidc: Oidc,
    @Inject(UserBook) private readonly users: UserBook,
    @Inject(Entrance) private readonly entrance: Entrance,
    @Inject(PublicAddress) private readonly address: PublicAddress,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Get('start')
  @OpenToAll('it begins a login')
  @Describe({ summary: 'Go to the identity provider', produces: ['text/html'], errors: [404, 502] })
  async start(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { url, state } = await this.oidc.start(this.address.of(request, CALLBACK));
    response.cookie(STATE_COOKIE, state, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 600_000, secure: request.secure });
    response.redirect(303, url);
  }

  @Get('callback')
  @OpenToAll('the identity provider’s word is checked')
  @Describe({ summary: 'Come back from the identity provider', produces: ['text/html'], errors: [401, 403, 502] })
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.entrance.check(request);
    const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
    const outside = await this.oidc.finish(query, cookieNamed(STATE_COOKIE, request.headers.cookie));
    response.clearCookie(STATE_COOKIE, { path: '/' });
    const user = await this.users.fromOutside(outside);
    if (!user) throw switchedOff();
    await this.entrance.letIn(user, request, response);
    const address = request.ip ?? null;
    this.audit.note({
      action: 'login',
      who: user.name,
      address,
      subject: user.name,
      after: { through: 'oidc', role: user.role },
    });
    response.redirect(303, this.address.of(request, ''));
  }
}

function switchedOff(): Problem {
  return new Problem(403, {
    code: 'user_disabled',
    message: 'This user is switched off here.',
    remedy: 'Ask an admin of this service.',
  });
}
