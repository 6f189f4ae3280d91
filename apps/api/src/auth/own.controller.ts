import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import {
  displayCreatedSchema,
  displayCreateSchema,
  ownPasswordSchema,
  sessionViewSchema,
  tokenCreatedSchema,
  tokenCreateSchema,
  tokenViewSchema,
} from '@vitrine/contracts';
import type {
  DisplayCreate,
  DisplayCreated,
  OwnPassword,
  SessionView,
  TokenCreate,
  TokenCreated,
  TokenView,
} from '@vitrine/contracts';
import type { Request } from 'express';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { forbidden } from './access.guard.js';
import { Login } from './login.js';
import { Needs, Who } from './needs.js';
import { refuseMoreThan } from './no-more-than-maker.js';
import { mayMind, type Principal } from './principal.js';
import { SessionBook } from './session-book.js';
import { TokenBook } from './token-book.js';

/** What a person minds of their own, and who minds users of everybody: tokens, sessions, displays. */
@Controller('api/v1')
@Needs('known')
export class OwnController {
  constructor(
    @Inject(TokenBook) private readonly tokenBook: TokenBook,
    @Inject(SessionBook) private readonly sessionBook: SessionBook,
    @Inject(Login) private readonly login: Login,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Get('tokens')
  @Describe({ summary: 'The tokens that one made; all, for who minds users', answer: z.array(tokenViewSchema) })
  tokens(@Who() who: Principal): TokenView[] {
    return this.tokenBook.list(who);
  }

  @Post('tokens')
  @Describe({ summary: 'Make a token; it is shown this once', answer: tokenCreatedSchema, errors: [409] })
  async createToken(
    @Body(new ZodInput(tokenCreateSchema)) input: TokenCreate,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<TokenCreated> {
    refuseMachine(who);
    const created = await this.tokenBook.create(who, input);
    const { token: _token, ...after } = created;
    await this.audit.record({ action: 'token.create', who, address: request.ip ?? null, subject: created.name, after });
    return created;
  }

  @Delete('tokens/:id')
  @HttpCode(204)
  @Describe({ summary: 'Revoke a token; its connections end at once' })
  async revokeToken(@Param('id') id: string, @Who() who: Principal, @Req() request: Request): Promise<void> {
    const before = await this.tokenBook.revoke(who, id);
    await this.audit.record({ action: 'token.revoke', who, address: request.ip ?? null, subject: before.name, before });
  }

  @Get('sessions')
  @Describe({ summary: 'Where one is logged in; everybody, for who minds users', answer: z.array(sessionViewSchema) })
  sessions(@Who() who: Principal): SessionView[] {
    return this.sessionBook.list(who);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Describe({ summary: 'End a session or a display; its connections end at once' })
  async revokeSession(@Param('id') id: string, @Who() who: Principal, @Req() request: Request): Promise<void> {
    const before = await this.sessionBook.revoke(who, id);
    await this.audit.record({ action: 'session.revoke', who, address: request.ip ?? null, subject: before.userName, before });
  }

  @Post('displays')
  @Describe({ summary: 'Make a link that turns a screen into a display', answer: displayCreatedSchema })
  async createDisplay(
    @Body(new ZodInput(displayCreateSchema)) input: DisplayCreate,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<DisplayCreated> {
    refuseMachine(who);
    refuseMoreThan(who, [], input.cameraIds);
    const cameraIds = input.cameraIds ?? (who.cameraIds && [...who.cameraIds]);
    const { session, code } = await this.sessionBook.openDisplay(who.userId, { ...input, cameraIds });
    const after = this.sessionBook.viewOf(session, who);
    await this.audit.record({ action: 'display.create', who, address: request.ip ?? null, subject: session.label, after });
    return { session: after, link: `${session.view}#display=${code}` };
  }

  @Put('password')
  @HttpCode(204)
  @Describe({ summary: 'Change one’s own password; other sessions end', errors: [401, 429] })
  async changePassword(
    @Body(new ZodInput(ownPasswordSchema)) { present, password }: OwnPassword,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<void> {
    if (who.kind !== 'session' || who.userId === null) throw forbidden('nobody');
    await this.login.changeOwn(who, { present, password }, request.ip ?? 'unknown');
    await this.sessionBook.revokeAllOf(who.userId, who.id);
    await this.audit.record({
      action: 'user.change',
      who,
      address: request.ip ?? null,
      subject: who.name,
      after: { password: 'changed' },
    });
  }
}

/** A leaked token must not be able to make itself others that live on: only people do, and tokens that were given users to mind. */
function refuseMachine(who: Principal): void {
  if (!mayMind(who, who.userId)) throw forbidden('users:write');
}
