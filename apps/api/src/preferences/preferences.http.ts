import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const preference = z.strictObject({ value: z.unknown().describe('JSON; null where nothing was arranged') });

/** PA-17: columns, saved searches, and whatever else people arrange for themselves. */
@Controller('api/v1/me/preferences/:name')
export class PreferencesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'getPreference',
    summary: 'What you arranged under a name',
    own: 'identity:own-preference.read',
    answer: preference,
  })
  async get(@Param('name') name: string, @Req() request: Request) {
    const { valueJson } = await this.#identity.getPreference({ name }, callerOfRequest(request).call);
    return { value: JSON.parse(valueJson) };
  }

  @Put()
  @Describe({
    id: 'setPreference',
    summary: 'Arrange something for yourself',
    own: 'identity:own-preference.change',
    body: preference,
    answer: preference,
  })
  async set(
    @Param('name') name: string,
    @Body(new Parsed(preference)) { value }: z.infer<typeof preference>,
    @Req() request: Request,
  ) {
    await this.#identity.setPreference({ name, valueJson: JSON.stringify(value) }, callerOfRequest(request).call);
    return { value };
  }

  get #identity() {
    return this.clients.get(Identity);
  }
}
