import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';

const rights = z.array(z.string().max(100)).max(100);

const client = z
  .object({
    clientId: z.string(),
    name: z.string(),
    homeStationId: z.string().describe('The station that made it, rotates its secret and revokes it'),
    createdAt: z.string(),
    revokedAt: z.string().describe('Empty while it is good'),
    lastUsedAt: z.string().describe('To the minute; empty for never'),
    oldSecretEndsAt: z.string().describe('Until when the secret before the current one is good; empty where none was'),
    oldSecretUsedAt: z.string(),
    stations: z
      .array(z.object({ stationId: z.string(), rights }))
      .describe('What it may do, in the stations where you may look'),
  })
  .meta({ id: 'MachineClient' });

const secret = z
  .object({
    clientId: z.string(),
    secret: z.string().describe('Shown now and never again; empty where this request was answered before'),
    oldSecretEndsAt: z.string().describe('Until when the secret before is good; empty where it ended'),
  })
  .meta({ id: 'MachineClientSecret' });

const create = z.strictObject({ name: z.string().max(200), rights });
const setRights = z.strictObject({ rights: rights.describe('None: it may not act in the station') });
const rotate = z.strictObject({
  overlapSeconds: z.int().min(0).max(2_592_000).describe('How long the secret before stays good; 0 ends it at once'),
});

/** ID-8: the manufacturers' programs that may act in the network. */
@Controller('api/v1/machine-clients')
export class MachineClientsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listMachineClients',
    summary: 'The machine clients of your network, revoked ones too',
    needs: 'identity:machine-client.read',
    answer: z.object({ clients: z.array(client) }),
  })
  list(@Req() request: Request) {
    return this.#identity.listMachineClients({}, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createMachineClient',
    summary: 'Create a machine client in your station; its secret is shown this once',
    needs: 'identity:machine-client.create',
    idempotent: true,
    body: create,
    answer: secret,
    status: 201,
  })
  create(
    @Body(new Parsed(create)) body: z.infer<typeof create>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('cache-control', 'no-store');
    return this.#identity.createMachineClient(body, callerOfRequest(request).call);
  }

  @Put(':id/stations/:stationId')
  @Describe({
    id: 'setMachineClientRights',
    summary: 'Say what a machine client may do in a station; every service hears of it at once',
    needs: 'identity:machine-client.grant',
    idempotent: true,
    body: setRights,
    answer: setRights,
  })
  setRights(
    @Param('id') clientId: string,
    @Param('stationId') stationId: string,
    @Body(new Parsed(setRights)) body: z.infer<typeof setRights>,
    @Req() request: Request,
  ) {
    const asked = { clientId, stationId, rights: body.rights };
    return this.#identity.setMachineClientRights(asked, callerOfRequest(request).call);
  }

  @Post(':id/secret')
  @Describe({
    id: 'rotateMachineClientSecret',
    summary: 'Give a machine client a new secret, shown this once; the one before stays good for the overlap',
    needs: 'identity:machine-client.rotate',
    idempotent: true,
    body: rotate,
    answer: secret,
  })
  rotate(
    @Param('id') clientId: string,
    @Body(new Parsed(rotate)) { overlapSeconds }: z.infer<typeof rotate>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('cache-control', 'no-store');
    return this.#identity.rotateMachineClientSecret({ clientId, overlapSeconds }, callerOfRequest(request).call);
  }

  @Delete(':id')
  @Describe({
    id: 'revokeMachineClient',
    summary: 'Revoke a machine client for good: it gets no token, and its rights end in every station',
    needs: 'identity:machine-client.revoke',
    idempotent: true,
    answer: z.object({ revokedAt: z.string() }),
  })
  revoke(@Param('id') clientId: string, @Req() request: Request) {
    return this.#identity.revokeMachineClient({ clientId }, callerOfRequest(request).call);
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}
