import { signInProviderDetails } from '@navette/api-schema';
import {
  IdentityServiceService as Identity,
  SignInProviderDetails,
  type SignInProvider,
} from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed, versionSeen } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { RefreshCookie } from './refresh-cookie.js';
import { anonymous, token, tokensOf } from './session.http.js';

const domain = z.strictObject({ domain: z.string().min(1).max(200).describe('What follows @ in a login') });
const back = z.strictObject({
  answer: z.string().max(8_000).describe('The query that the provider sent the browser back with'),
});
const setProvider = signInProviderDetails.extend({
  clientSecret: z.string().max(1_000).default('').describe('Empty keeps the one that is there'),
});
const provider = signInProviderDetails
  .extend({ id: z.string(), version: z.string(), hasSecret: z.boolean() })
  .meta({ id: 'SignInProvider' });

/** ID-7: signing in at the OpenID provider of one's network, and setting it. */
@Controller('api/v1')
export class SignInProviderHttp {
  constructor(
    private readonly clients: RpcClients,
    private readonly cookie: RefreshCookie,
  ) {}

  @Get('session/by-provider')
  @Describe({
    id: 'findSignInProvider',
    summary: 'The provider by which logins of a domain sign in; empty for none',
    public: 'whoever signs in has no token yet',
    query: domain,
    answer: z.object({ name: z.string() }),
  })
  find(@Query(new Parsed(domain)) query: z.infer<typeof domain>, @Req() request: Request) {
    return this.#identity.findSignInProvider(query, anonymous(request));
  }

  @Post('session/by-provider')
  @Describe({
    id: 'startProviderSignIn',
    summary: 'Where to go to sign in; the cookie it sets binds the answer to this browser',
    public: 'whoever signs in has no token yet',
    body: domain,
    answer: z.object({ url: z.string() }),
  })
  async start(
    @Body(new Parsed(domain)) body: z.infer<typeof domain>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.cookie.assertOurs(request);
    const redirectUri = this.cookie.returnAddress(request);
    const asked = { ...body, redirectUri };
    const { url, flow, lifetimeSeconds } = await this.#identity.startProviderSignIn(asked, anonymous(request));
    this.cookie.writeFlow(response, flow, lifetimeSeconds);
    return { url };
  }

  @Post('session/by-provider/answer')
  @Describe({
    id: 'finishProviderSignIn',
    summary: 'Sign in by what the provider answered; the cookie it sets refreshes the token',
    public: 'the provider vouches for whoever signs in',
    body: back,
    answer: token,
  })
  async finish(
    @Body(new Parsed(back)) { answer }: z.infer<typeof back>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.cookie.assertOurs(request);
    const flow = this.cookie.takeFlow(request, response);
    const device = request.get('user-agent') ?? '';
    const tokens = await this.#identity.finishProviderSignIn({ flow, answer, device }, anonymous(request));
    return tokensOf(this.cookie, response, tokens);
  }

  @Get('sign-in-provider')
  @Describe({
    id: 'getSignInProvider',
    summary: 'The OpenID provider of your network; version 0 where none was ever set',
    needs: 'identity:sign-in-provider.read',
    answer: provider,
  })
  async get(@Req() request: Request) {
    return shown(await this.#identity.getSignInProvider({}, callerOfRequest(request).call));
  }

  @Put('sign-in-provider/:id')
  @Describe({
    id: 'setSignInProvider',
    summary: 'Set the OpenID provider of your network, with this right in every station of it',
    needs: 'identity:sign-in-provider.change',
    idempotent: true,
    versioned: true,
    body: setProvider,
    answer: provider,
  })
  async set(
    @Param('id') id: string,
    @Body(new Parsed(setProvider)) { clientSecret, ...details }: z.infer<typeof setProvider>,
    @Req() request: Request,
  ) {
    const asked = { id, expectedVersion: versionSeen(request), details, clientSecret };
    return shown(await this.#identity.setSignInProvider(asked, callerOfRequest(request).call));
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}

/** What is not set yet, as a form begins. */
const NONE: SignInProviderDetails = SignInProviderDetails.create({
  scopes: ['openid', 'email'],
  emailClaim: 'email',
  passwordsAllowed: true,
  active: true,
});

function shown({ id, version, hasSecret, details = NONE }: SignInProvider) {
  return { id, version, hasSecret, ...details };
}
