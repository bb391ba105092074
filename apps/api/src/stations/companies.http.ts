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

/** A company as somebody types it; blanks in numbers are dropped. */
export const companyDetails = z.strictObject({
  name: z.string().max(200),
  legalForm: z.string().max(50),
  siren: z.string().max(20),
  shareCapital: z.string().max(20).default('').describe('Euros, two decimals; empty where the legal form has none'),
  rcsCity: z.string().max(100).default('').describe('Town of the trade register; empty for who is not in it'),
  vatNumber: z.string().max(20).default(''),
  naf: z.string().max(10),
  fiscalYearStartMonth: z.int().min(1).max(12).default(1),
  vatRegime: z.enum(['real_normal', 'real_simplified', 'exempt']).default('real_normal'),
  vatOnDebits: z.boolean().default(false).describe('VAT on services falls due with the invoice'),
});

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
