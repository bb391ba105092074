import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { Describe, Parsed, requestIdOf } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const signIn = z.strictObject({
  login: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
  station: z.string().max(4).optional(),
});

const token = z.object({ accessToken: z.string(), expiresInSeconds: z.number().int() });

@Controller('api/v1/session')
export class SessionHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post()
  @Describe({ id: 'signIn', summary: 'Sign in', public: 'it gives the token', body: signIn, answer: token })
  async signIn(@Body(new Parsed(signIn)) body: z.infer<typeof signIn>, @Req() request: Request) {
    const requestId = requestIdOf(request);
    const { accessToken, expiresInSeconds } = await this.clients
      .get(Identity)
      .signIn(
        { login: body.login, password: body.password, stationCode: body.station ?? '' },
        { token: '', requestId, correlationId: requestId },
      );
    return { accessToken, expiresInSeconds };
  }
}
