import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';

const code = z.strictObject({ code: z.string().min(1).max(50) });
const policy = z.object({ secondFactor: z.enum(['optional', 'required']) });
const setPolicy = z.strictObject({ secondFactor: z.string().max(20).describe('optional or required') });
const done = z.object({ done: z.literal(true) });

/** ID-5: the second factor of a person, and which station demands one. */
@Controller('api/v1')
export class SecondFactorHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post('session/second-factor')
  @Describe({
    id: 'startSecondFactor',
    summary: 'A new secret for an authenticator app, shown once; it counts once a first code has confirmed it',
    own: 'identity:own-second-factor.start',
    answer: z.object({ secret: z.string(), uri: z.string().describe('otpauth://, to be drawn as a QR code') }),
    status: 201,
  })
  start(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    response.setHeader('cache-control', 'no-store');
    return this.#identity.startTotp({}, callerOfRequest(request).call);
  }

  @Post('session/second-factor/confirm')
  @Describe({
    id: 'confirmSecondFactor',
    summary: 'The first code: from now on sign-in asks for one; the recovery codes are shown once',
    own: 'identity:own-second-factor.confirm',
    body: code,
    answer: z.object({ recoveryCodes: z.array(z.string()) }),
  })
  confirm(
    @Body(new Parsed(code)) body: z.infer<typeof code>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('cache-control', 'no-store');
    return this.#identity.confirmTotp(body, callerOfRequest(request).call);
  }

  @Post('session/second-factor/remove')
  @Describe({
    id: 'removeSecondFactor',
    summary: 'Remove your second factor, by one of its codes or a recovery code',
    own: 'identity:own-second-factor.remove',
    body: code,
    answer: done,
  })
  async remove(@Body(new Parsed(code)) body: z.infer<typeof code>, @Req() request: Request) {
    await this.#identity.removeTotp(body, callerOfRequest(request).call);
    return { done: true as const };
  }

  @Delete('users/:id/second-factor')
  @Describe({
    id: 'resetSecondFactor',
    summary: 'Remove the second factor of a user who lost it, whom you administer in all their stations',
    needs: 'identity:user.second-factor-reset',
    idempotent: true,
    answer: done,
  })
  async reset(@Param('id') userId: string, @Req() request: Request) {
    await this.#identity.resetTotp({ userId }, callerOfRequest(request).call);
    return { done: true as const };
  }

  @Get('sign-in-policy')
  @Describe({
    id: 'getSignInPolicy',
    summary: 'What your station demands of whoever signs in',
    needs: 'identity:sign-in-policy.read',
    answer: policy,
  })
  policy(@Req() request: Request) {
    return this.#identity.getSignInPolicy({}, callerOfRequest(request).call);
  }

  @Put('sign-in-policy')
  @Describe({
    id: 'setSignInPolicy',
    summary: 'Demand a second factor in your station, or not; it holds from the next refresh',
    needs: 'identity:sign-in-policy.change',
    idempotent: true,
    body: setPolicy,
    answer: policy,
  })
  setPolicy(@Body(new Parsed(setPolicy)) body: z.infer<typeof setPolicy>, @Req() request: Request) {
    return this.#identity.setSignInPolicy(body, callerOfRequest(request).call);
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}
