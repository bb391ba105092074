import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const station = z
  .object({
    id: z.string(),
    networkId: z.string(),
    code: z.string(),
    name: z.string(),
    siret: z.string(),
    address: z.object({
      line1: z.string(),
      line2: z.string(),
      postcode: z.string(),
      city: z.string(),
      country: z.string(),
    }),
    phone: z.string(),
    email: z.string(),
    iban: z.string(),
    bic: z.string(),
    timeZone: z.string(),
    vatTerritory: z.string(),
    companyName: z.string(),
    legalForm: z.string(),
    shareCapital: z.string().describe('Euros, two decimals; empty where the legal form has none'),
    rcsCity: z.string(),
    siren: z.string(),
    vatNumber: z.string(),
    naf: z.string(),
    fiscalYearStartMonth: z.int().min(1).max(12),
    vatRegime: z.enum(['real_normal', 'real_simplified', 'exempt']),
    vatOnDebits: z.boolean(),
  })
  .meta({ id: 'Station' });

/** ID-1: the stations of the caller's network. */
@Controller('api/v1/stations')
export class StationsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listStations',
    summary: 'The stations of your network, each with its company',
    needs: 'identity:station.read',
    answer: z.object({ stations: z.array(station) }),
  })
  list(@Req() request: Request) {
    return this.clients.get(Identity).listStations({}, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({
    id: 'getStation',
    summary: 'One station of your network, with its company',
    needs: 'identity:station.read',
    answer: station,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.clients.get(Identity).getStation({ id }, callerOfRequest(request).call);
  }
}
