import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { RefreshCookie } from './refresh-cookie.js';

/** Where and since when somebody is signed in. */
export const openSession = z.object({
  id: z.string(),
  device: z.string().describe('What the browser calls itself'),
  stationId: z.string(),
  startedAt: z.string(),
  usedAt: z.string(),
  expiresAt: z.string(),
});
const ownSession = openSession.extend({ current: z.boolean() }).meta({ id: 'OwnSession' });

/** How many sessions were ended. */
export const ended = z.object({ ended: z.int() });

/** ID-6: where somebody is signed in. An access token of a session that ended works for at most five minutes more. */
@Controller('api/v1/sessions')
export class SessionsHttp {
  constructor(
    private readonly clients: RpcClients,
    private readonly cookie: RefreshCookie,
  ) {}

  @Get()
  @Describe({
    id: 'listSessions',
    summary: 'Where you are signed in, the latest used first',
    own: 'identity:own-session.read',
    answer: z.object({ sessions: z.array(ownSession) }),
  })
  list(@Req() request: Request) {
    const refreshToken = this.cookie.read(request);
    return this.#identity.listOwnSessions({ refreshToken }, callerOfRequest(request).call);
  }

  @Delete(':id')
  @Describe({ id: 'endSession', summary: 'End one of your sessions', own: 'identity:own-session.end', answer: ended })
  end(@Param('id') id: string, @Req() request: Request) {
    return this.#identity.endOwnSessions({ id, refreshToken: '' }, callerOfRequest(request).call);
  }

  @Post('end-others')
  @Describe({
    id: 'endOtherSessions',
    summary: 'End all of your sessions but the one of the cookie',
    own: 'identity:own-session.end',
    answer: ended,
  })
  endOthers(@Req() request: Request) {
    const refreshToken = this.cookie.read(request);
    return this.#identity.endOwnSessions({ id: '', refreshToken }, callerOfRequest(request).call);
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}
