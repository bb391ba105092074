import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed, requestIdOf } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { RefreshCookie } from './refresh-cookie.js';

const password = z.string().min(1).max(1_000);
const change = z.strictObject({ current: z.string().min(1).max(1_000), password });
const byLink = z.strictObject({ secret: z.string().min(1).max(100).describe('What follows # in the link'), password });

const done = z.object({ done: z.literal(true) });
const link = z.object({
  link: z.string().describe('Shown now and never again; a path where NAVETTE_API_PUBLIC_URL is not set'),
  expiresAt: z.string(),
});

const mailed = z.object({
  email: z.string().describe('Where it goes'),
  expiresAt: z.string(),
});

/** ID-5: passwords, and links to set them. */
@Controller('api/v1')
export class PasswordsHttp {
  constructor(
    private readonly clients: RpcClients,
    private readonly cookie: RefreshCookie,
  ) {}

  @Put('session/password')
  @Describe({
    id: 'changeOwnPassword',
    summary: 'Change your password; your other sessions end',
    own: 'identity:own-password.change',
    body: change,
    answer: done,
  })
  async change(@Body(new Parsed(change)) body: z.infer<typeof change>, @Req() request: Request) {
    const refreshToken = this.cookie.read(request);
    await this.#identity.changeOwnPassword({ ...body, refreshToken }, callerOfRequest(request).call);
    return { done: true as const };
  }

  @Post('session/password-by-link')
  @Describe({
    id: 'setPasswordByLink',
    summary: 'Set the password of whom a link was made for; all their sessions end',
    public: 'the secret of the link proves whom it was made for',
    body: byLink,
    answer: done,
  })
  async byLink(@Body(new Parsed(byLink)) body: z.infer<typeof byLink>, @Req() request: Request) {
    this.cookie.assertOurs(request);
    const requestId = requestIdOf(request);
    await this.#identity.setPasswordByLink(body, { token: '', requestId, correlationId: requestId });
    return { done: true as const };
  }

  @Post('users/:id/password-link')
  @Describe({
    id: 'createPasswordLink',
    summary: 'A link by which a user sets their password, once; those made before are void',
    needs: 'identity:user.password-link',
    answer: link,
    status: 201,
  })
  async createLink(
    @Param('id') userId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('cache-control', 'no-store');
    const { call } = callerOfRequest(request);
    const { secret, expiresAt } = await this.#identity.createPasswordLink({ userId }, call);
    // In the fragment, which no server and no log of one gets to see.
    return { link: `${this.cookie.origin}/set-password#${secret}`, expiresAt };
  }

  @Post('users/:id/password-mail')
  @Describe({
    id: 'mailPasswordLink',
    summary: 'Mail a user a link to set their password, once; those made before are void. At most five an hour',
    needs: 'identity:user.password-link',
    idempotent: true,
    answer: mailed,
    status: 202,
  })
  mailLink(@Param('id') userId: string, @Req() request: Request) {
    return this.#identity.mailPasswordLink({ userId }, callerOfRequest(request).call);
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}
