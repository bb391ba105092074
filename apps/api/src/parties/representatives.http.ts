import { newCommissionScale, newRepresentative } from '@navette/api-schema';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  ListCommissionScalesRequest,
  ListRepresentativesRequest,
  PartiesServiceService as Parties,
  Representative,
} from '@navette/contracts/parties/v1/service';
import {
  anId,
  callerOfRequest,
  Describe,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const representative = newRepresentative.extend({ id: z.string(), version: z.string() }).meta({ id: 'Representative' });
const representativePage = z.object({ representatives: z.array(representative), nextCursor: z.string() });
const representativeList: ListGrammar = {
  filters: {
    id: anId,
    code: textBy('prefix'),
    name: textBy('prefix'),
    active: oneOf('true', 'false'),
    territory: textBy('eq', 'prefix'),
    familyId: anId,
    commissionScaleId: { ...anId, operators: ['eq'] },
  },
  sorts: ['code', 'name'],
  defaultSort: 'code',
};
const scale = newCommissionScale.extend({ id: z.string(), version: z.string() }).meta({ id: 'CommissionScale' });
const scalePage = z.object({ scales: z.array(scale), nextCursor: z.string() });
const scaleList: ListGrammar = {
  filters: { id: anId, code: textBy('prefix') },
  sorts: ['code'],
  defaultSort: 'code',
};

/** PA-13: who sells to customers for the station. */
@Controller('api/v1/representatives')
export class RepresentativesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listRepresentatives',
    summary: 'Sales representatives, by code',
    needs: 'parties:representative.read',
    query: listParameters(representativeList),
    answer: representativePage,
  })
  list(@Query(new ParsedList(representativeList)) query: ListQuery, @Req() request: Request) {
    const asked = ListRepresentativesRequest.fromPartial({ query });
    return this.#parties.listRepresentatives(asked, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createRepresentative',
    summary: 'Make a sales representative',
    needs: 'parties:representative.create',
    idempotent: true,
    body: newRepresentative,
    answer: representative,
    status: 201,
  })
  create(@Body(new Parsed(newRepresentative)) body: z.infer<typeof newRepresentative>, @Req() request: Request) {
    const made = { representative: Representative.fromPartial(body) };
    return this.#parties.createRepresentative(made, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({
    id: 'getRepresentative',
    summary: 'One sales representative',
    needs: 'parties:representative.read',
    answer: representative,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#parties.getRepresentative({ id }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeRepresentative',
    summary: 'Replace a sales representative; who is inactive can not be chosen any more',
    needs: 'parties:representative.change',
    idempotent: true,
    versioned: true,
    body: newRepresentative,
    answer: representative,
  })
  change(
    @Param('id') representativeId: string,
    @Body(new Parsed(newRepresentative)) body: z.infer<typeof newRepresentative>,
    @Req() request: Request,
  ) {
    const changed = { expectedVersion: versionSeen(request), representative: Representative.fromPartial(body) };
    return this.#parties.changeRepresentative({ representativeId, ...changed }, callerOfRequest(request).call);
  }

  get #parties() {
    return this.clients.get(Parties);
  }
}

/** PA-13: what representatives are to be paid by. */
@Controller('api/v1/commission-scales')
export class CommissionScalesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listCommissionScales',
    summary: 'Commission scales, by code',
    needs: 'parties:commission-scale.read',
    query: listParameters(scaleList),
    answer: scalePage,
  })
  list(@Query(new ParsedList(scaleList)) query: ListQuery, @Req() request: Request) {
    const asked = ListCommissionScalesRequest.fromPartial({ query });
    return this.#parties.listCommissionScales(asked, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createCommissionScale',
    summary: 'Make a commission scale',
    needs: 'parties:commission-scale.create',
    idempotent: true,
    body: newCommissionScale,
    answer: scale,
    status: 201,
  })
  create(@Body(new Parsed(newCommissionScale)) body: z.infer<typeof newCommissionScale>, @Req() request: Request) {
    const made = { scale: { ...body, id: '', version: '0' } };
    return this.#parties.createCommissionScale(made, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({
    id: 'getCommissionScale',
    summary: 'One commission scale',
    needs: 'parties:commission-scale.read',
    answer: scale,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#parties.getCommissionScale({ id }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeCommissionScale',
    summary: 'Replace a commission scale',
    needs: 'parties:commission-scale.change',
    idempotent: true,
    versioned: true,
    body: newCommissionScale,
    answer: scale,
  })
  change(
    @Param('id') scaleId: string,
    @Body(new Parsed(newCommissionScale)) body: z.infer<typeof newCommissionScale>,
    @Req() request: Request,
  ) {
    const changed = { expectedVersion: versionSeen(request), scale: { ...body, id: '', version: '0' } };
    return this.#parties.changeCommissionScale({ scaleId, ...changed }, callerOfRequest(request).call);
  }

  get #parties() {
    return this.clients.get(Parties);
  }
}
