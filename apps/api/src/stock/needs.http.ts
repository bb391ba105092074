import type { ListQuery } from '@navette/contracts/common/v1/common';
import { ListNeedsRequest, StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import {
  anId,
  callerOfRequest,
  Describe,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

export const reservedElsewhere = z
  .object({ placeId: z.string(), code: z.string(), label: z.string(), quantity: z.string().describe('4 decimals') })
  .meta({ id: 'ReservedElsewhere' });

const need = z
  .object({
    id: z.string(),
    version: z.string(),
    partId: z.string(),
    reference: z.string(),
    originKind: z.enum(['intervention_file', 'customer_order']),
    originId: z.string(),
    originNumber: z.string(),
    quantity: z.string().describe('4 decimals; the sum of the next five'),
    waiting: z.string(),
    onOrder: z.string(),
    allocated: z.string(),
    consumed: z.string(),
    cancelled: z.string(),
    state: z.enum(['waiting', 'on_order', 'partly_allocated', 'allocated', 'consumed', 'cancelled']),
    frozen: z.boolean().describe('A quote is pending: neither allocated nor ordered'),
    priority: z.number().int().describe('1, the most urgent, to 9'),
    wantedOn: z.string(),
    countermark: z.string(),
    elsewhere: z.array(reservedElsewhere).describe('Of what is allocated, that which is not at the depot, by place'),
  })
  .meta({ id: 'Need' });

const changeNeed = z.strictObject({
  frozen: z.boolean().optional(),
  priority: z.number().int().min(1).max(9).optional(),
  countermark: z.string().max(60).optional(),
});

const allocation = z.strictObject({
  placeId: z.string().max(36).describe('Where the part lies: any place but the depot'),
  quantity: z.string().describe('Up to 4 decimals'),
});

const one = { ...anId, operators: ['eq'] };
const needList: ListGrammar = {
  filters: {
    originId: anId,
    partId: anId,
    state: oneOf(...need.shape.state.options),
    supplierOrderId: one,
    goodsReceiptId: one,
  },
  sorts: ['createdAt'],
  defaultSort: 'createdAt',
};
const needPage = z.object({ needs: z.array(need), nextCursor: z.string() });

@Controller('api/v1/needs')
export class NeedsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listNeeds',
    summary: 'The parts that files and customer orders want, and where they stand',
    needs: 'stock:need.read',
    query: listParameters(needList),
    answer: needPage,
  })
  list(@Query(new ParsedList(needList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listNeeds(ListNeedsRequest.fromPartial({ query }), callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getNeed', summary: 'One need', needs: 'stock:need.read', answer: need })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getNeed({ id }, callerOfRequest(request).call);
  }

  @Patch(':id')
  @Describe({
    id: 'changeNeed',
    summary: 'Freeze a need or release it, change its priority or countermark',
    needs: 'stock:need.change',
    idempotent: true,
    body: changeNeed,
    answer: need,
  })
  change(
    @Param('id') id: string,
    @Body(new Parsed(changeNeed)) change: z.infer<typeof changeNeed>,
    @Req() request: Request,
  ) {
    return this.#stock.changeNeed({ id, ...change }, callerOfRequest(request).call);
  }

  @Post(':id/allocations')
  @Describe({
    id: 'allocateFromPlace',
    summary: 'Give a need what lies free in a stock place, a van say; the depot serves needs by itself',
    needs: 'stock:need.allocate',
    idempotent: true,
    body: allocation,
    answer: need,
    status: 201,
  })
  allocate(
    @Param('id') needId: string,
    @Body(new Parsed(allocation)) body: z.infer<typeof allocation>,
    @Req() request: Request,
  ) {
    return this.#stock.allocateFromPlace({ needId, ...body }, callerOfRequest(request).call);
  }

  @Delete(':id/allocations/:placeId')
  @Describe({
    id: 'releaseFromPlace',
    summary: 'Leave in its stock place what a need was given from there; the need waits again',
    needs: 'stock:need.allocate',
    idempotent: true,
    answer: need,
  })
  release(@Param('id') needId: string, @Param('placeId') placeId: string, @Req() request: Request) {
    return this.#stock.releaseFromPlace({ needId, placeId }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
