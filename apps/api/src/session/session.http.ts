import { IdentityServiceService as Identity, type TokenResponse } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed, requestIdOf } from '@navette/platform/http';
import type { CallContext } from '@navette/platform/rpc';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { RefreshCookie } from './refresh-cookie.js';

const signIn = z.strictObject({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
  station: z.string().max(4).optional(),
  code: z
    .string()
    .max(50)
    .optional()
    .describe('Of the second factor, or a recovery code, once `identity.second-factor.code-required` asked for it'),
});
const refresh = z.strictObject({
  station: z.string().max(4).optional().describe('Code of the station to work in from now on; without it, as before'),
});

const done = z.object({ done: z.literal(true) });
/** What whoever has signed in is given; the refresh token goes into the cookie. */
export const token = z
  .object({
    accessToken: z.string(),
    expiresInSeconds: z.number().int(),
    secondFactorDue: z
      .boolean()
      .describe('The station demands a second factor: until you enrol one the token is good for that alone'),
  })
  .meta({ id: 'AccessToken' });

const role = z.enum(['technician', 'administrator', 'logistician', 'manager', 'franchise_operator']);

const self = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    email: z.string(),
    colour: z.string(),
    idleMinutes: z.int().describe('A session unused for so long is over'),
    stationId: z.string(),
    role,
    rights: z.array(z.string()).describe('In this station'),
    stations: z
      .array(z.object({ id: z.string(), code: z.string(), name: z.string(), role }))
      .describe('Where you work, first the one to start in'),
  })
  .meta({ id: 'Self' });

/** ID-6: signing in, staying so, changing the station, signing out. */
@Controller('api/v1/session')
export class SessionHttp {
  constructor(
    private readonly clients: RpcClients,
    private readonly cookie: RefreshCookie,
  ) {}

  @Post()
  @Describe({
    id: 'signIn',
    summary: 'Sign in; the cookie it sets refreshes the token',
    public: 'it gives the token',
    body: signIn,
    answer: token,
  })
  async signIn(
    @Body(new Parsed(signIn)) { login, password, station: stationCode = '', code = '' }: z.infer<typeof signIn>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.cookie.assertOurs(request);
    const device = request.get('user-agent') ?? '';
    return tokensOf(
      this.cookie,
      response,
      await this.#identity.signIn({ login, password, stationCode, device, code }, anonymous(request)),
    );
  }

  @Get()
  @Describe({
    id: 'getSelf',
    summary: 'Who you are, and where you work',
    own: 'identity:own-session.read',
    answer: self,
  })
  self(@Req() request: Request) {
    return this.#identity.getSelf({}, callerOfRequest(request).call);
  }

  @Post('refresh')
  @Describe({
    id: 'refreshSession',
    summary: 'The next access token of the session in the cookie, in its station or another of yours',
    public: 'the cookie proves the session',
    body: refresh,
    answer: token,
  })
  async refresh(
    @Body(new Parsed(refresh)) { station: stationCode = '' }: z.infer<typeof refresh>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.cookie.assertOurs(request);
    const refreshToken = this.cookie.read(request);
    return tokensOf(
      this.cookie,
      response,
      await this.#identity.refreshSession({ refreshToken, stationCode }, anonymous(request)),
    );
  }

  @Delete()
  @Describe({
    id: 'signOut',
    summary: 'Sign out; done already, it answers the same',
    public: 'the cookie proves the session, and one may sign out late',
    answer: done,
  })
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    this.cookie.assertOurs(request);
    const refreshToken = this.cookie.read(request);
    await this.#identity.endSession({ refreshToken }, anonymous(request));
    this.cookie.clear(response);
    return { done: true as const };
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}

/** The refresh token goes into the cookie, the rest to the page. */
export function tokensOf(
  cookie: RefreshCookie,
  response: Response,
  { accessToken, expiresInSeconds, session }: TokenResponse,
): z.infer<typeof token> {
  cookie.write(response, session);
  return { accessToken, expiresInSeconds, secondFactorDue: session?.secondFactorDue === true };
}

export function anonymous(request: Request): CallContext {
  const requestId = requestIdOf(request);
  return { token: '', requestId, correlationId: requestId };
}
