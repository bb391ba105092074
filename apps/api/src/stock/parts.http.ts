import { ITEM_KINDS, ITEM_STATES, partRecord } from '@navette/api-schema';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import { ListPartsRequest, Part, StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
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
import { pageOf, pageQuery } from './page-query.js';
import { priceExplanation } from './price-explanation.js';

const kind = z.enum(ITEM_KINDS);

export const part = z
  .object({
    id: z.string(),
    version: z.string(),
    kind,
    ...partRecord.shape,
    brandLabel: z.string(),
    familyLabel: z.string(),
    unitCode: z.string(),
    unitDecimals: z.int().describe('Of quantities; 4 where there is no unit'),
    locationCode: z.string(),
    ecoFeeCode: z.string(),
    ecoFeeAmount: z.string().describe('Per unit, VAT included, 2 decimals; empty without a scale'),
    purchasePrice: z.string().describe('Without VAT, 4 decimals; empty until the first use'),
    listPrice: z.string().describe("The manufacturer's price for this station, 4 decimals"),
    publicPrice: z.string().describe('Without VAT; empty: price to set up'),
    professionalPrice1: z.string(),
    professionalPrice2: z.string(),
    priceFixed: z.boolean().describe('The public price was typed and survives recomputation'),
    minQuantity: z.string().describe('Below it replenishment proposes the part; 4 decimals, empty for none'),
    maxQuantity: z.string().describe('Ordered up to it; empty: up to the minimum'),
  })
  .meta({ id: 'Part' });

const createPart = partRecord.extend({
  kind: kind.default('part'),
  purchasePrice: z.string().default(''),
  listPrice: z.string().default(''),
  priceFixed: z.boolean().default(false),
  publicPrice: z.string().default(''),
  minQuantity: z.string().default(''),
  maxQuantity: z.string().default(''),
});

const setPartPrices = z.strictObject({
  purchasePrice: z.string().default('').describe('Empty leaves it as it is'),
  listPrice: z.string().default(''),
  priceFixed: z.boolean(),
  publicPrice: z.string().default('').describe('Needed when the price is fixed'),
});

const setPartLimits = z.strictObject({
  minQuantity: z.string().default('').describe('Empty: replenishment does not care'),
  maxQuantity: z.string().default('').describe('Empty: up to the minimum'),
});

const partList: ListGrammar = {
  filters: {
    id: anId,
    kind: oneOf(...ITEM_KINDS),
    state: oneOf(...ITEM_STATES),
    reference: textBy('prefix'),
    supplierPartyId: anId,
    manufacturerPartyId: anId,
    brandId: anId,
    familyId: anId,
    locationId: anId,
    orderingPartyId: anId,
  },
  sorts: ['reference'],
  defaultSort: 'reference',
};
const searchQuery = z.strictObject({
  q: z.string().max(200).describe('A barcode, a reference however it is written, words of the designation'),
  kind: kind.optional(),
});
const found = z.object({ parts: z.array(part).describe('20 at most, the best first') });
const partPage = z.object({ parts: z.array(part), nextCursor: z.string() });

const explainQuery = z.strictObject({
  customerPartyId: z.string().max(36).optional().describe('Whose price is wanted, too'),
});
const explainedPrices = z
  .object({
    public: priceExplanation,
    professional1: priceExplanation,
    professional2: priceExplanation,
    customer: priceExplanation.optional().describe('Absent unless a customer was named'),
  })
  .meta({ id: 'ExplainedPartPrices' });

const priceChanges = z
  .object({
    changes: z.array(
      z.object({
        kind: z.enum(['purchase', 'list', 'fixed']),
        before: z.string().describe('4 decimals; empty where there was none'),
        after: z.string().describe('Empty where there is none any more'),
        originKind: z.enum(['typed', 'first_use', 'goods_receipt', 'price_list']),
        originId: z.string().describe('Of the receipt or price list'),
        originNumber: z.string(),
        by: z.string().describe('user:<id>, client:<id>, service:<name> or system:<name>'),
        at: z.string(),
      }),
    ),
    nextCursor: z.string(),
  })
  .meta({ id: 'PartPriceChanges' });

@Controller('api/v1/parts')
export class PartsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post()
  @Describe({
    id: 'createPart',
    summary: 'Add a part or special item to the catalogue',
    needs: 'stock:part.create',
    idempotent: true,
    body: createPart,
    answer: part,
    status: 201,
  })
  create(@Body(new Parsed(createPart)) body: z.infer<typeof createPart>, @Req() request: Request) {
    return this.#stock.createPart({ part: Part.fromPartial(body) }, callerOfRequest(request).call);
  }

  @Get()
  @Describe({
    id: 'listParts',
    summary: 'The catalogue, by reference',
    needs: 'stock:part.read',
    query: listParameters(partList),
    answer: partPage,
  })
  list(@Query(new ParsedList(partList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listParts(ListPartsRequest.fromPartial({ query }), callerOfRequest(request).call);
  }

  @Get('search')
  @Describe({
    id: 'searchParts',
    summary: 'Parts and special items by barcode, by reference without regard to blanks, dashes and case, or by words',
    needs: 'stock:part.read',
    query: searchQuery,
    answer: found,
  })
  search(@Query(new Parsed(searchQuery)) { q, kind: of }: z.infer<typeof searchQuery>, @Req() request: Request) {
    return this.#stock.searchParts({ q, kind: of ?? '' }, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getPart', summary: 'One part with its prices', needs: 'stock:part.read', answer: part })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getPart({ id }, callerOfRequest(request).call);
  }

  @Get(':id/prices')
  @Describe({
    id: 'explainPartPrices',
    summary: 'Why the sale prices of a part are what they are, and what a customer pays',
    needs: 'stock:part.read',
    query: explainQuery,
    answer: explainedPrices,
  })
  explain(
    @Param('id') partId: string,
    @Query(new Parsed(explainQuery)) { customerPartyId = '' }: z.infer<typeof explainQuery>,
    @Req() request: Request,
  ) {
    return this.#stock.explainPartPrices({ partId, customerPartyId }, callerOfRequest(request).call);
  }

  @Get(':id/price-changes')
  @Describe({
    id: 'listPartPriceChanges',
    summary: "How a part's prices came to be what they are, the latest change first",
    needs: 'stock:part.read',
    query: pageQuery,
    answer: priceChanges,
  })
  priceChanges(
    @Param('id') partId: string,
    @Query(new Parsed(pageQuery)) page: z.infer<typeof pageQuery>,
    @Req() request: Request,
  ) {
    return this.#stock.listPartPriceChanges({ partId, page: pageOf(page) }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changePart',
    summary: 'All that is said of a part but its prices, limits and kind',
    needs: 'stock:part.change',
    idempotent: true,
    versioned: true,
    body: partRecord,
    answer: part,
  })
  change(
    @Param('id') partId: string,
    @Body(new Parsed(partRecord)) body: z.infer<typeof partRecord>,
    @Req() request: Request,
  ) {
    const changed = { partId, expectedVersion: versionSeen(request), part: Part.fromPartial(body) };
    return this.#stock.changePart(changed, callerOfRequest(request).call);
  }

  @Put(':id/prices')
  @Describe({
    id: 'setPartPrices',
    summary: "Type a part's prices, fix its public price or let it be computed again",
    needs: 'stock:part.price',
    idempotent: true,
    body: setPartPrices,
    answer: part,
  })
  setPrices(
    @Param('id') partId: string,
    @Body(new Parsed(setPartPrices)) prices: z.infer<typeof setPartPrices>,
    @Req() request: Request,
  ) {
    return this.#stock.setPartPrices({ partId, ...prices }, callerOfRequest(request).call);
  }

  @Put(':id/limits')
  @Describe({
    id: 'setPartLimits',
    summary: 'Minimum and maximum that replenishment keeps of a part',
    needs: 'stock:part.limits',
    idempotent: true,
    body: setPartLimits,
    answer: part,
  })
  setLimits(
    @Param('id') partId: string,
    @Body(new Parsed(setPartLimits)) limits: z.infer<typeof setPartLimits>,
    @Req() request: Request,
  ) {
    return this.#stock.setPartLimits({ partId, ...limits }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
