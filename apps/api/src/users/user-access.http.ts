import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Delete, Get, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { ended, openSession } from '../session/sessions.http.js';

const access = z
  .object({
    failures: z.int().describe('Attempts to sign in that failed since the last that succeeded'),
    lockedUntil: z.string().describe('No attempt is looked at before; empty where the next one is'),
    sessions: z.array(openSession),
    hasPassword: z.boolean(),
    linkExpiresAt: z.string().describe('Of the link to set a password that nobody has used; empty where there is none'),
  })
  .meta({ id: 'UserAccess' });

/** ID-5, ID-6: a user's lock-out and sessions, for whoever administers them in all their stations. */
@Controller('api/v1/users/:id')
export class UserAccessHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('access')
  @Describe({
    id: 'getUserAccess',
    summary: 'Where a user is signed in, and whether failed attempts keep them out',
    needs: 'identity:user-access.read',
    answer: access,
  })
  get(@Param('id') userId: string, @Req() request: Request) {
    return this.#identity.getUserAccess({ userId }, callerOfRequest(request).call);
  }

  @Delete('sessions')
  @Describe({
    id: 'endUserSessions',
    summary: 'End all sessions of a user; an access token works for at most five minutes more',
    needs: 'identity:user-access.end',
    idempotent: true,
    answer: ended,
  })
  endAll(@Param('id') userId: string, @Req() request: Request) {
    return this.#identity.endUserSessions({ userId, id: '' }, callerOfRequest(request).call);
  }

  @Delete('sessions/:sessionId')
  @Describe({
    id: 'endUserSession',
    summary: 'End one session of a user',
    needs: 'identity:user-access.end',
    idempotent: true,
    answer: ended,
  })
  end(@Param('id') userId: string, @Param('sessionId') id: string, @Req() request: Request) {
    return this.#identity.endUserSessions({ userId, id }, callerOfRequest(request).call);
  }

  @Delete('lock')
  @Describe({
    id: 'unlockUser',
    summary: 'Let a user try to sign in at once',
    needs: 'identity:user-access.unlock',
    idempotent: true,
    answer: z.object({ done: z.literal(true) }),
  })
  async unlock(@Param('id') userId: string, @Req() request: Request) {
    await this.#identity.unlockUser({ userId }, callerOfRequest(request).call);
    return { done: true as const };
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}
