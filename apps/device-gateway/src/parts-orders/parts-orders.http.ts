import { ListPartsOrdersRequest } from '@navette/contracts/device_gateway/v1/service';
import { Describe, Parsed } from '@navette/platform/http';
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from '../scope-of-request.js';
import { CollectPartsOrder } from './collect-parts-order.js';
import { LONGEST_REFERENCE, PARTS_ORDER_STATES } from './parts-order.js';
import { ReadPartsOrders } from './read-parts-orders.js';

const READ = 'device-gateway:parts-order.read';
const COLLECT = 'device-gateway:parts-order.collect';

const head = z
  .object({
    id: z.string(),
    number: z.string().describe("The station's number of the order"),
    station: z.string().describe('Code of the station'),
    state: z.enum(PARTS_ORDER_STATES).describe('withdrawn: the station wants it no more'),
    depositedAt: z.string().describe('RFC 3339, UTC'),
    updatedAt: z.string(),
    collectedAt: z.string().describe('Empty until you collect it'),
    reference: z.string().describe('Yours; empty until you collect it'),
    lineCount: z.int(),
  })
  .meta({ id: 'PartsOrderHead' });

const order = head
  .extend({
    lines: z.array(
      z.object({
        id: z.string(),
        reference: z.string(),
        designation: z.string(),
        quantity: z.string().describe('4 decimals'),
        unitPrice: z.string().describe('Without VAT, 4 decimals, as the station expects it; empty where it knows none'),
        expectedOn: z.string().describe('YYYY-MM-DD; empty where the station does not say'),
        countermarks: z.array(z.string()).describe('What the station wants its parcel marked by'),
      }),
    ),
  })
  .meta({ id: 'PartsOrder' });

const orderPage = z
  .object({
    partsOrders: z.array(head),
    nextCursor: z.string().describe('For the next page; empty on the last one'),
  })
  .meta({ id: 'PartsOrderPage' });

const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).default(''),
  state: z.enum(['', ...PARTS_ORDER_STATES]).default(''),
});

const collection = z
  .strictObject({ reference: z.string().min(1).max(LONGEST_REFERENCE).describe('Your own number of the order') })
  .meta({ id: 'PartsOrderCollection' });

/** GW-1, GW-3, ST-21. */
@Controller('v1/parts-orders')
export class PartsOrdersHttp {
  constructor(
    private readonly read: ReadPartsOrders,
    private readonly collect: CollectPartsOrder,
  ) {}

  @Get()
  @Describe({
    id: 'listPartsOrders',
    summary: 'What stations ordered of you, latest first and without lines',
    needs: READ,
    query: pageQuery,
    answer: orderPage,
  })
  async page(@Query(new Parsed(pageQuery)) query: z.infer<typeof pageQuery>, @Req() request: Request) {
    const { state, ...page } = query;
    const asked = ListPartsOrdersRequest.fromPartial({ state, page });
    const { nextCursor, partsOrders } = await this.read.page(scopeOfRequest(request, READ), asked);
    return { partsOrders: partsOrders.map(({ lines: _none, ...shown }) => shown), nextCursor };
  }

  @Get(':id')
  @Describe({ id: 'getPartsOrder', summary: 'One order with its lines', needs: READ, answer: order })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.read.one(scopeOfRequest(request, READ), id);
  }

  @Post(':id/collection')
  @Describe({
    id: 'collectPartsOrder',
    summary: 'You have taken the order over, under your own reference; its station is told',
    needs: COLLECT,
    idempotent: true,
    body: collection,
    answer: order,
  })
  take(
    @Param('id') id: string,
    @Body(new Parsed(collection)) { reference }: z.infer<typeof collection>,
    @Req() request: Request,
  ) {
    return this.collect.execute(scopeOfRequest(request, COLLECT), { id, reference });
  }
}
