import { Part, StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { pageOf, pageQuery } from './page-query.js';

const kind = z.enum(['part', 'special_item']);
const vatCategory = z.enum(['standard', 'intermediate', 'reduced', 'super_reduced']);
const state = z.enum(['active', 'exhausted']);

const part = z
  .object({
    id: z.string(),
    kind,
    reference: z.string(),
    designation: z.string(),
    supplierPartyId: z.string(),
    manufacturerPartyId: z.string(),
    barcodes: z.array(z.string()),
    ventilationCode: z.string(),
    vatCategory,
    state,
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

const createPart = z.strictObject({
  kind: kind.default('part'),
  reference: z.string().max(60),
  designation: z.string().max(200),
  supplierPartyId: z.string().default(''),
  manufacturerPartyId: z.string().default(''),
  barcodes: z.array(z.string().max(64)).max(20).default([]),
  ventilationCode: z.string().max(20),
  vatCategory: vatCategory.default('standard'),
  state: state.default('active'),
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

const listQuery = pageQuery.extend({ referencePrefix: z.string().max(60).optional() });
const partPage = z.object({ parts: z.array(part), nextCursor: z.string() });

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
    query: listQuery,
    answer: partPage,
  })
  list(@Query(new Parsed(listQuery)) query: z.infer<typeof listQuery>, @Req() request: Request) {
    const { referencePrefix = '', ...page } = query;
    return this.#stock.listParts({ referencePrefix, page: pageOf(page) }, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getPart', summary: 'One part with its prices', needs: 'stock:part.read', answer: part })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getPart({ id }, callerOfRequest(request).call);
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
