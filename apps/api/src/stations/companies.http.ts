import { companyDetails } from '@navette/api-schema';
import {
  CompanyDetails,
  IdentityServiceService as Identity,
  type Company,
} from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed, versionSeen } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const changeCompany = companyDetails.extend({
  sirets: z
    .array(z.strictObject({ stationId: z.string(), siret: z.string().max(20) }))
    .max(1_000)
    .default([])
    .describe('New SIRET of each of its stations, where the SIREN changes'),
});

const company = companyDetails.extend({ id: z.string(), version: z.string() }).meta({ id: 'Company' });

/** ID-1: the companies of the caller's network. */
@Controller('api/v1/companies')
export class CompaniesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get(':id')
  @Describe({
    id: 'getCompany',
    summary: 'One company of your network',
    needs: 'identity:station.read',
    answer: company,
  })
  async get(@Param('id') id: string, @Req() request: Request) {
    return shown(await this.clients.get(Identity).getCompany({ id }, callerOfRequest(request).call));
  }

  @Put(':id')
  @Describe({
    id: 'changeCompany',
    summary: 'Replace the legal identity of your own company; every service hears of it for each of its stations',
    needs: 'identity:company.change',
    idempotent: true,
    versioned: true,
    body: changeCompany,
    answer: company,
  })
  async change(
    @Param('id') id: string,
    @Body(new Parsed(changeCompany)) body: z.infer<typeof changeCompany>,
    @Req() request: Request,
  ) {
    const { sirets, ...details } = body;
    const asked = { id, expectedVersion: versionSeen(request), details, sirets };
    return shown(await this.clients.get(Identity).changeCompany(asked, callerOfRequest(request).call));
  }
}

function shown({ id, version, details = CompanyDetails.create() }: Company) {
  return { id, version, ...details };
}
