import { InterventionsServiceService as Interventions } from '@navette/contracts/interventions/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const settings = z
  .strictObject({
    missionOrderAnswerHours: z.int().min(1).max(720).describe('Hours to answer a mission order before it expires'),
  })
  .meta({ id: 'InterventionsSettings' });

@Controller('api/v1/interventions-settings')
export class InterventionsSettingsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'getInterventionsSettings',
    summary: 'Settings of the station for mission orders and files',
    needs: 'interventions:settings.read',
    answer: settings,
  })
  get(@Req() request: Request) {
    return this.clients.get(Interventions).getStationSettings({}, callerOfRequest(request).call);
  }

  @Put()
  @Describe({
    id: 'setInterventionsSettings',
    summary: 'Change them; orders received before keep their time',
    needs: 'interventions:settings.update',
    idempotent: true,
    body: settings,
    answer: settings,
  })
  set(@Body(new Parsed(settings)) body: z.infer<typeof settings>, @Req() request: Request) {
    return this.clients.get(Interventions).setStationSettings({ settings: body }, callerOfRequest(request).call);
  }
}
