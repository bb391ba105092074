import { catalogueEntry, ENTRY_KINDS } from '@navette/api-schema';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  CatalogueEntry,
  ListCatalogueEntriesRequest,
  StockServiceService as Stock,
} from '@navette/contracts/stock/v1/service';
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

const entry = catalogueEntry
  .extend({
    id: z.string(),
    version: z.string(),
    listed: z.boolean().describe('Came with the system: code and label stay'),
  })
  .meta({ id: 'CatalogueEntry' });
const entryPage = z.object({ entries: z.array(entry), nextCursor: z.string() });
const entryList: ListGrammar = {
  filters: {
    id: anId,
    kind: oneOf(...ENTRY_KINDS),
    code: textBy('eq', 'prefix'),
    active: { ...oneOf('true', 'false'), operators: ['eq'] },
  },
  sorts: ['code'],
  defaultSort: 'code',
};

/** ST-1: what parts are sorted by. */
@Controller('api/v1/catalogue-entries')
export class CatalogueEntriesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listCatalogueEntries',
    summary: 'Brands, appliance types, families of parts, units, storage locations, reasons and stock places, by code',
    needs: 'stock:catalogue-entry.read',
    query: listParameters(entryList),
    answer: entryPage,
  })
  list(@Query(new ParsedList(entryList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listCatalogueEntries(
      ListCatalogueEntriesRequest.fromPartial({ query }),
      callerOfRequest(request).call,
    );
  }

  @Post()
  @Describe({
    id: 'createCatalogueEntry',
    summary:
      'Add a brand, appliance type, family of parts, unit, storage location, reason, stock place or scale of the WEEE fee',
    needs: 'stock:catalogue-entry.create',
    idempotent: true,
    body: catalogueEntry,
    answer: entry,
    status: 201,
  })
  create(@Body(new Parsed(catalogueEntry)) body: z.infer<typeof catalogueEntry>, @Req() request: Request) {
    const given = { entry: CatalogueEntry.fromPartial(body) };
    return this.#stock.createCatalogueEntry(given, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getCatalogueEntry', summary: 'One of them', needs: 'stock:catalogue-entry.read', answer: entry })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getCatalogueEntry({ id }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeCatalogueEntry',
    summary: 'Replace one but its kind; of one that came with the system code and label stay',
    needs: 'stock:catalogue-entry.change',
    idempotent: true,
    versioned: true,
    body: catalogueEntry,
    answer: entry,
  })
  change(
    @Param('id') entryId: string,
    @Body(new Parsed(catalogueEntry)) body: z.infer<typeof catalogueEntry>,
    @Req() request: Request,
  ) {
    const changed = { entryId, expectedVersion: versionSeen(request), entry: CatalogueEntry.fromPartial(body) };
    return this.#stock.changeCatalogueEntry(changed, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
