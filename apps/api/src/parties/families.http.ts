import { FAMILY_ROLES, newFamily } from '@navette/api-schema';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Family, ListFamiliesRequest, PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
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
import { Body, Controller, Delete, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

const family = newFamily
  .extend({ id: z.string(), version: z.string(), memberCount: z.int().describe('Who belongs to it') })
  .meta({ id: 'Family' });
const familyPage = z.object({ families: z.array(family), nextCursor: z.string() });
const familyList: ListGrammar = {
  filters: { id: anId, role: oneOf(...FAMILY_ROLES), code: textBy('prefix') },
  sorts: ['code'],
  defaultSort: 'code',
};

/** PA-13 */
@Controller('api/v1/families')
export class FamiliesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listFamilies',
    summary: 'Families of customers, suppliers and representatives, by code',
    needs: 'parties:family.read',
    query: listParameters(familyList),
    answer: familyPage,
  })
  list(@Query(new ParsedList(familyList)) query: ListQuery, @Req() request: Request) {
    return this.#parties.listFamilies(ListFamiliesRequest.fromPartial({ query }), callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createFamily',
    summary: 'Make a family',
    needs: 'parties:family.create',
    idempotent: true,
    body: newFamily,
    answer: family,
    status: 201,
  })
  create(@Body(new Parsed(newFamily)) body: z.infer<typeof newFamily>, @Req() request: Request) {
    return this.#parties.createFamily({ family: Family.fromPartial(body) }, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getFamily', summary: 'One family', needs: 'parties:family.read', answer: family })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#parties.getFamily({ id }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeFamily',
    summary: 'Replace a family but its role; its parties follow a moment later',
    needs: 'parties:family.change',
    idempotent: true,
    versioned: true,
    body: newFamily,
    answer: family,
  })
  change(
    @Param('id') familyId: string,
    @Body(new Parsed(newFamily)) body: z.infer<typeof newFamily>,
    @Req() request: Request,
  ) {
    const changed = { familyId, expectedVersion: versionSeen(request), family: Family.fromPartial(body) };
    return this.#parties.changeFamily(changed, callerOfRequest(request).call);
  }

  @Delete(':id')
  @Describe({
    id: 'deleteFamily',
    summary: 'Delete a family that nobody is in',
    needs: 'parties:family.delete',
    idempotent: true,
    versioned: true,
    answer: z.object({ done: z.literal(true) }),
  })
  async delete(@Param('id') familyId: string, @Req() request: Request) {
    await this.#parties.deleteFamily(
      { familyId, expectedVersion: versionSeen(request) },
      callerOfRequest(request).call,
    );
    return { done: true as const };
  }

  get #parties() {
    return this.clients.get(Parties);
  }
}
