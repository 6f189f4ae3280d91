import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { displayCodeSchema, firstAdminSchema, loginMethodsSchema, loginSchema, meSchema } from '@vitrine/contracts';
import type { DisplayCode, FirstAdmin, Login as Credentials, LoginMethods, Me } from '@vitrine/contracts';
import type { Request, Response } from 'express';
import { Audit } from '../audit/audit.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { Entrance } from './entrance.js';
import { FirstAdminLink } from './first-admin.js';
import { Login } from './login.js';
import { Needs, OpenToAll, Who } from './needs.js';
import { Oidc } from './oidc.js';
import { viewOf, type Principal } from './principal.js';

/** Coming in and going out. */
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    @Inject(Entrance) private readonly entrance: Entrance,
    @Inject(Login) private readonly logins: Login,
    @Inject(FirstAdminLink) private readonly firstAdmins: FirstAdminLink,
    @Inject(Oidc) private readonly oidc: Oidc,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Get('methods')
  @OpenToAll('the login page asks it')
  @Describe({ summary: 'How one can log in here', answer: loginMethodsSchema })
  methods(): LoginMethods {
    return { password: true, oidc: this.oidc.button, firstAdminPending: this.firstAdmins.isPending };
  }

  @Get('me')
  @Needs('known')
  @Describe({ summary: 'Who asks, and what they may', answer: meSchema })
  me(@Who() who: Principal): Me {
    return viewOf(who);
  }

  @Post('login')
  @HttpCode(200)
  @OpenToAll('it checks name and password')
  @Describe({
    summary: 'Log in with name and password; sets the session’s cookie',
    answer: meSchema,
    errors: [401, 403, 429, 503],
  })
  async login(
    @Body(new ZodInput(loginSchema)) { name, password }: Credentials,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    this.entrance.check(request);
    const user = await this.logins.attempt(name, password, request.ip ?? 'unknown');
    return this.entrance.letIn(user, request, response);
  }

  @Post('first-admin')
  @OpenToAll('the one-time code of the start is checked')
  @Describe({ summary: 'Make the first admin by the link that the start printed', answer: meSchema, errors: [403] })
  async firstAdmin(
    @Body(new ZodInput(firstAdminSchema)) input: FirstAdmin,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    this.entrance.check(request);
    const user = await this.firstAdmins.use(input);
    await this.audit.record({ action: 'first-admin', who: user.name, address: request.ip ?? null, subject: user.name });
    return this.entrance.letIn(user, request, response);
  }

  @Post('display')
  @HttpCode(200)
  @OpenToAll('the one-time code of the display’s link is checked')
  @Describe({ summary: 'Make this browser the display that a link was made for', answer: meSchema, errors: [403] })
  display(
    @Body(new ZodInput(displayCodeSchema)) { code }: DisplayCode,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    this.entrance.check(request);
    return this.entrance.letDisplayIn(code, request, response);
  }

  @Post('logout')
  @HttpCode(204)
  @Needs('known')
  @Describe({ summary: 'End this session' })
  async logout(@Who() who: Principal, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.entrance.letOut(who, response);
    this.audit.note({ action: 'logout', who, address: request.ip ?? null, subject: who.name });
  }
}
