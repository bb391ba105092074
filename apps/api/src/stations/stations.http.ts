import { companyDetails, stationDetails } from '@navette/api-schema';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe, Parsed, versionSeen } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Req } from '@nestjs/common';
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
    version: z.string(),
    companyId: z.string(),
    logoSha256: z.string().describe('SHA-256 in hex of the logo; empty for none'),
  })
  .meta({ id: 'Station' });

/** Of a company of the network, or of a new one. */
const addStation = stationDetails
  .extend({ companyId: z.string().optional(), company: companyDetails.optional() })
  .refine(({ companyId, company }) => (companyId === undefined) !== (company === undefined), {
    message: 'companyId or company, one of the two',
    path: ['companyId'],
  });

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

  @Put(':id')
  @Describe({
    id: 'changeStation',
    summary: 'Replace what your own station is known by',
    needs: 'identity:station.change',
    idempotent: true,
    versioned: true,
    body: stationDetails,
    answer: station,
  })
  change(
    @Param('id') id: string,
    @Body(new Parsed(stationDetails)) given: z.infer<typeof stationDetails>,
    @Req() request: Request,
  ) {
    const change = { id, expectedVersion: versionSeen(request), station: given };
    return this.clients.get(Identity).changeStation(change, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'addStation',
    summary: 'Add a station to your network, of a company that is there or of a new one; you become its administrator',
    needs: 'identity:network.extend',
    idempotent: true,
    body: addStation,
    answer: station,
    status: 201,
  })
  add(@Body(new Parsed(addStation)) body: z.infer<typeof addStation>, @Req() request: Request) {
    const { companyId, company, ...given } = body;
    const of =
      company === undefined
        ? ({ $case: 'companyId', value: companyId ?? '' } as const)
        : ({ $case: 'company', value: company } as const);
    return this.clients.get(Identity).addStation({ station: given, of }, callerOfRequest(request).call);
  }
}
