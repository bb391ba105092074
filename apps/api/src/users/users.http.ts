import { changedUser, newUser, work } from '@navette/api-schema';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed, versionSeen } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const text = z.string().max(200);
const networkRole = z.strictObject({ networkRole: text.describe('franchise_operator; empty for none') });

const user = z
  .object({
    id: z.string(),
    version: z.string(),
    person: z.object({
      login: z.string(),
      name: z.string(),
      email: z.string(),
      colour: z.string(),
      idleMinutes: z.int(),
      language: z.string(),
    }),
    active: z.boolean(),
    networkRole: z.string(),
    assignments: z
      .array(
        z.object({
          stationId: z.string(),
          role: z.enum(['technician', 'administrator', 'logistician', 'manager']),
          addedRights: z.array(z.string()),
          removedRights: z.array(z.string()),
        }),
      )
      .describe('Of those stations where you may read users'),
  })
  .meta({ id: 'User' });

/** ID-2, ID-3: users, where they work and what they may do. */
@Controller('api/v1/users')
export class UsersHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listUsers',
    summary: 'Users of the stations where you may read users, and those with a role in the network; by name',
    needs: 'identity:user.read',
    answer: z.object({ users: z.array(user) }),
  })
  list(@Req() request: Request) {
    return this.#identity.listUsers({}, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getUser', summary: 'One of them', needs: 'identity:user.read', answer: user })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#identity.getUser({ id }, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createUser',
    summary: 'A new user with a role in your station; they set their password by a link, mailed where you say so',
    needs: 'identity:user.create',
    idempotent: true,
    body: newUser,
    answer: user,
    status: 201,
  })
  create(@Body(new Parsed(newUser)) body: z.infer<typeof newUser>, @Req() request: Request) {
    const assignment = { stationId: '', ...body.work };
    const { person, mailLink } = body;
    return this.#identity.createUser({ person, assignment, mailLink }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeUser',
    summary:
      'Replace what belongs to the person, whom you administer in all their stations; who is inactive is signed out',
    needs: 'identity:user.change',
    idempotent: true,
    versioned: true,
    body: changedUser,
    answer: user,
  })
  change(
    @Param('id') id: string,
    @Body(new Parsed(changedUser)) body: z.infer<typeof changedUser>,
    @Req() request: Request,
  ) {
    const expectedVersion = versionSeen(request);
    return this.#identity.changeUser({ id, expectedVersion, ...body }, callerOfRequest(request).call);
  }

  @Put(':id/stations/:stationId')
  @Describe({
    id: 'assignUser',
    summary: 'Give a user a role in a station where you may, in the place of the one they have there',
    needs: 'identity:user.assign',
    idempotent: true,
    body: work,
    answer: user,
  })
  assign(
    @Param('id') id: string,
    @Param('stationId') stationId: string,
    @Body(new Parsed(work)) body: z.infer<typeof work>,
    @Req() request: Request,
  ) {
    return this.#identity.assignUser({ id, assignment: { stationId, ...body } }, callerOfRequest(request).call);
  }

  @Delete(':id/stations/:stationId')
  @Describe({
    id: 'unassignUser',
    summary: 'Take a user out of a station',
    needs: 'identity:user.assign',
    idempotent: true,
    answer: user,
  })
  unassign(@Param('id') id: string, @Param('stationId') stationId: string, @Req() request: Request) {
    return this.#identity.unassignUser({ id, stationId }, callerOfRequest(request).call);
  }

  @Put(':id/network-role')
  @Describe({
    id: 'setNetworkRole',
    summary:
      'Give a user a role in every station of the network, or take it away; you must have this right in all of them',
    needs: 'identity:user.network-role',
    idempotent: true,
    body: networkRole,
    answer: user,
  })
  setNetworkRole(
    @Param('id') id: string,
    @Body(new Parsed(networkRole)) body: z.infer<typeof networkRole>,
    @Req() request: Request,
  ) {
    return this.#identity.setNetworkRole({ id, ...body }, callerOfRequest(request).call);
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}
