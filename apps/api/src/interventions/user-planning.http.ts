import { userPlanning } from '@navette/api-schema';
import {
  InterventionsServiceService as Interventions,
  UserPlanningDetails,
  type UserPlanning,
} from '@navette/contracts/interventions/v1/service';
import { callerOfRequest, Describe, Parsed, versionSeen } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const answer = userPlanning.extend({ id: z.string(), version: z.string() }).meta({ id: 'UserPlanning' });

/** ID-11: how a user stands on the planning of the station; its id is the user's. */
@Controller('api/v1/user-planning/:id')
export class UserPlanningHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'getUserPlanning',
    summary: 'How a user of your station stands on its planning; the default, at version 0, until it is set',
    needs: 'interventions:user-planning.read',
    answer,
  })
  async get(@Param('id') userId: string, @Req() request: Request) {
    return shown(await this.#interventions.getUserPlanning({ userId }, callerOfRequest(request).call));
  }

  @Put()
  @Describe({
    id: 'setUserPlanning',
    summary: 'Set it',
    needs: 'interventions:user-planning.update',
    idempotent: true,
    versioned: true,
    body: userPlanning,
    answer,
  })
  async set(
    @Param('id') userId: string,
    @Body(new Parsed(userPlanning)) details: z.infer<typeof userPlanning>,
    @Req() request: Request,
  ) {
    const asked = { userId, expectedVersion: versionSeen(request), details };
    return shown(await this.#interventions.setUserPlanning(asked, callerOfRequest(request).call));
  }

  get #interventions() {
    return this.clients.get(Interventions);
  }
}

function shown({ userId, version, details = UserPlanningDetails.create() }: UserPlanning) {
  return { id: userId, version, ...details };
}
