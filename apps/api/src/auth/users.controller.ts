import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Req } from '@nestjs/common';
import { userCreateSchema, userPatchSchema, userViewSchema } from '@vitrine/contracts';
import type { UserCreate, UserPatch, UserView } from '@vitrine/contracts';
import type { Request } from 'express';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { Describe } from '../http/describe.js';
import { ZodInput } from '../http/zod-input.js';
import { Needs, Who } from './needs.js';
import { refuseAbove } from './no-more-than-maker.js';
import type { Principal } from './principal.js';
import { SessionBook } from './session-book.js';
import { UserBook } from './user-book.js';

/** Who may log in. Nobody makes, becomes or ends somebody who may more than they do. */
@Controller('api/v1/users')
@Needs('users:write')
export class UsersController {
  constructor(
    @Inject(UserBook) private readonly users: UserBook,
    @Inject(SessionBook) private readonly sessions: SessionBook,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Get()
  @Describe({ summary: 'All users', answer: z.array(userViewSchema) })
  list(): UserView[] {
    return this.users.list();
  }

  @Post()
  @Describe({ summary: 'Add a user', answer: userViewSchema, errors: [409] })
  async create(
    @Body(new ZodInput(userCreateSchema)) input: UserCreate,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<UserView> {
    refuseAbove(who, input);
    const after = await this.users.create(input);
    await this.audit.record({ action: 'user.create', who, address: request.ip ?? null, subject: after.name, after });
    return after;
  }

  @Patch(':id')
  @Describe({ summary: 'Change a user; absent fields stay', answer: userViewSchema, errors: [409] })
  async change(
    @Param('id') id: string,
    @Body(new ZodInput(userPatchSchema)) patch: UserPatch,
    @Who() who: Principal,
    @Req() request: Request,
  ): Promise<UserView> {
    const before = this.users.view(id);
    refuseAbove(who, before);
    refuseAbove(who, { role: patch.role ?? before.role, cameraIds: patch.cameraIds ?? before.cameraIds });
    const view = await this.users.change(id, patch);
    if (patch.password !== undefined) await this.sessions.revokeAllOf(id, who.id);
    const after = { ...view, ...(patch.password === undefined ? {} : { password: 'changed' }) };
    await this.audit.record({ action: 'user.change', who, address: request.ip ?? null, subject: view.name, before, after });
    return view;
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({ summary: 'Delete a user, their sessions and tokens', errors: [409] })
  async remove(@Param('id') id: string, @Who() who: Principal, @Req() request: Request): Promise<void> {
    const before = this.users.view(id);
    refuseAbove(who, before);
    await this.users.remove(id);
    await this.sessions.forget(id);
    await this.audit.record({ action: 'user.delete', who, address: request.ip ?? null, subject: before.name, before });
  }
}
