import { randomUUID } from 'node:crypto';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { DomainError } from '@navette/kernel';
import { Describe } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { readTokenRequest, type OAuthError } from './token-request.js';

/** What a manufacturer's token is for: this service and no other. */
const AUDIENCE = 'device-gateway';
const FORM = 'application/x-www-form-urlencoded';

const tokenRequest = z
  .object({
    grant_type: z.literal('client_credentials'),
    client_id: z.string().optional().describe('Unless the client authenticates by HTTP Basic'),
    client_secret: z.string().optional(),
    scope: z
      .string()
      .optional()
      .describe('Rights the token shall be good for, separated by blanks; all of yours by default'),
  })
  .meta({ id: 'TokenRequest' });

const token = z
  .object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int().describe('Seconds') })
  .meta({ id: 'Token' });

/** GW-1: OAuth 2 client credentials, as RFC 6749 has them; identity judges. */
@Controller('v1/oauth')
export class OAuthHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post('token')
  @Describe({
    id: 'issueToken',
    summary: 'Get an access token (OAuth 2 client credentials, RFC 6749 §4.4)',
    public: 'a client proves itself by its secret',
    body: tokenRequest,
    answer: token,
  })
  async issue(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    response.setHeader('Cache-Control', 'no-store');
    const form = request.is(FORM) === false ? undefined : (request.body as Record<string, unknown>);
    const authorization = request.get('authorization');
    const credentials = readTokenRequest(authorization, form);
    if ('error' in credentials) return refuse(response, credentials);
    try {
      const requestId = String(response.getHeader('x-request-id') ?? randomUUID());
      const { accessToken, expiresInSeconds } = await this.clients
        .get(Identity)
        .issueClientToken(
          { ...credentials, audience: AUDIENCE, stationId: '' },
          { token: '', requestId, correlationId: requestId },
        );
      return { access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds };
    } catch (error) {
      // Identity away, or failing: the platform answers 503 with Retry-After.
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      if (error.code === 'identity.client.scope-not-accepted') {
        return refuse(response, { error: 'invalid_scope', description: 'the client has no such right' });
      }
      // Which of id, secret and station was wrong is nobody's business.
      return refuse(response, { error: 'invalid_client', description: 'client unknown, revoked or secret wrong' });
    }
  }
}

function refuse(response: Response, { error, description }: OAuthError) {
  const unknown = error === 'invalid_client';
  response.status(unknown ? 401 : 400);
  if (unknown) response.setHeader('WWW-Authenticate', 'Basic realm="navette"');
  return { error, error_description: description };
}
