import { documentHeader } from '@navette/api-schema';
import {
  BillingServiceService as Billing,
  ListCustomerOrdersRequest,
  type CreateCustomerOrderRequest,
} from '@navette/contracts/billing/v1/service';
import { DocumentHeader, type ListQuery } from '@navette/contracts/common/v1/common';
import {
  anId,
  callerOfRequest,
  Describe,
  instants,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { ORDER_TYPES } from '@navette/reference';
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { headerShown } from '../parties/parties.http.js';
import { priceExplanation } from '../stock/price-explanation.js';
import { document } from './documents.http.js';

const states = z.enum(['waiting', 'exhausted', 'cancelled', 'ready_partial', 'ready', 'validated']);
const types = z.enum(ORDER_TYPES.map(({ code }) => code));

const newType = z.object({ type: types });

const line = z.object({
  id: z.string(),
  partId: z.string(),
  reference: z.string(),
  designation: z.string(),
  wanted: z.string(),
  ordered: z.string(),
  allocated: z.string(),
  delivered: z.string(),
  cancelled: z.string(),
  cancelAsked: z.string(),
  exhausted: z.boolean(),
  unitPrice: z.string(),
  vatCategory: z.string(),
  priceExplanation: priceExplanation.optional().describe('Why it has this price; absent where somebody typed it'),
});

const order = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    customerPartyId: z.string(),
    type: types,
    state: states,
    slipInProgress: z.boolean().describe('A delivery note was issued, and its parts have not left the stock yet'),
    placedAt: z.string(),
    lines: z.array(line),
    header: headerShown.optional().describe('Whom the order is for and how it is paid, on the order alone'),
  })
  .meta({ id: 'CustomerOrder' });

const createOrder = z.strictObject({
  customerPartyId: z.string().max(36).default('').describe('Empty for a new customer, whom the header names'),
  header: documentHeader.optional().describe('Absent: as the party has it. Of a new customer name and town are enough'),
  type: types.default('counter').describe('Those with a delivery note are prepared and leave with one'),
  acceptDuplicates: z.boolean().default(false).describe('The likely duplicates of a new customer are other people'),
  lines: z
    .array(
      z.strictObject({
        reference: z.string().min(1).max(100),
        quantity: z.string().max(20),
        unitPrice: z.string().max(20).default(''),
      }),
    )
    .min(1)
    .max(500),
});
const createDespite = createOrder.extend({
  reason: z.string().max(500).describe('Why to go on though the customer is suspended'),
});
/** Without quantity, all that is left. */
const cancelLine = z.strictObject({ quantity: z.string().max(20).default('') });
const orderList: ListGrammar = {
  filters: {
    state: oneOf(...states.options),
    type: oneOf(...types.options),
    customerPartyId: anId,
    number: textBy('eq', 'in', 'prefix'),
    placedAt: instants,
  },
  sorts: ['placedAt', 'number'],
  defaultSort: '-placedAt',
};

@Controller('api/v1/customer-orders')
export class CustomerOrdersHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post()
  @Describe({
    id: 'createCustomerOrder',
    summary: 'Order parts for a customer',
    needs: 'billing:customer-order.create',
    idempotent: true,
    body: createOrder,
    answer: order,
    status: 201,
  })
  create(@Body(new Parsed(createOrder)) body: z.infer<typeof createOrder>, @Req() request: Request) {
    return this.#billing.createCustomerOrder(newOrder(body), callerOfRequest(request).call);
  }

  @Post('despite-suspension')
  @Describe({
    id: 'createDespiteSuspension',
    summary: 'Order parts for a customer who is suspended for non-payment, with the reason',
    needs: 'billing:suspension.override',
    idempotent: true,
    body: createDespite,
    answer: order,
    status: 201,
  })
  createDespite(
    @Body(new Parsed(createDespite)) { reason, ...order }: z.infer<typeof createDespite>,
    @Req() request: Request,
  ) {
    return this.#billing.createDespiteSuspension({ order: newOrder(order), reason }, callerOfRequest(request).call);
  }

  @Get()
  @Describe({
    id: 'listCustomerOrders',
    summary: 'Customer orders, the latest first',
    needs: 'billing:customer-order.read',
    query: listParameters(orderList),
    answer: z.object({ orders: z.array(order), nextCursor: z.string() }),
  })
  list(@Query(new ParsedList(orderList)) query: ListQuery, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    return this.#billing.listCustomerOrders(ListCustomerOrdersRequest.fromPartial({ query }), call);
  }

  @Get(':id')
  @Describe({
    id: 'getCustomerOrder',
    summary: 'One customer order',
    needs: 'billing:customer-order.read',
    answer: order,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#billing.getCustomerOrder({ id }, callerOfRequest(request).call);
  }

  @Put(':id/header')
  @Describe({
    id: 'changeCustomerOrderHeader',
    summary: 'Change whom an order is for and how it is paid, on the order alone',
    needs: 'billing:customer-order.edit',
    idempotent: true,
    versioned: true,
    body: documentHeader,
    answer: order,
  })
  changeHeader(
    @Param('id') orderId: string,
    @Body(new Parsed(documentHeader)) header: z.infer<typeof documentHeader>,
    @Req() request: Request,
  ) {
    const changed = { orderId, expectedVersion: versionSeen(request), header: DocumentHeader.fromPartial(header) };
    return this.#billing.changeCustomerOrderHeader(changed, callerOfRequest(request).call);
  }

  @Put(':id/type')
  @Describe({
    id: 'changeCustomerOrderType',
    summary: 'Change how an order is handed over, as long as nothing of it was',
    needs: 'billing:customer-order.edit',
    idempotent: true,
    versioned: true,
    body: newType,
    answer: order,
  })
  changeType(
    @Param('id') orderId: string,
    @Body(new Parsed(newType)) { type }: z.infer<typeof newType>,
    @Req() request: Request,
  ) {
    const changed = { orderId, expectedVersion: versionSeen(request), type };
    return this.#billing.changeCustomerOrderType(changed, callerOfRequest(request).call);
  }

  @Post(':id/lines/:lineId/cancel')
  @Describe({
    id: 'cancelCustomerOrderLine',
    summary: 'Cancel a line or part of it; stock is asked to release its need',
    needs: 'billing:customer-order.cancel',
    idempotent: true,
    body: cancelLine,
    answer: order,
  })
  cancel(
    @Param('id') orderId: string,
    @Param('lineId') lineId: string,
    @Body(new Parsed(cancelLine)) { quantity }: z.infer<typeof cancelLine>,
    @Req() request: Request,
  ) {
    return this.#billing.cancelCustomerOrderLine({ orderId, lineId, quantity }, callerOfRequest(request).call);
  }

  @Post(':id/cancel')
  @Describe({
    id: 'cancelCustomerOrder',
    summary: 'Cancel all that is left of an order; stock is asked to release its needs',
    needs: 'billing:customer-order.cancel',
    idempotent: true,
    answer: order,
  })
  cancelWhole(@Param('id') id: string, @Req() request: Request) {
    return this.#billing.cancelCustomerOrder({ id }, callerOfRequest(request).call);
  }

  @Post(':id/delivery-slip')
  @Describe({
    id: 'issueDeliverySlip',
    summary: 'Issue the delivery note of what lies ready of an order; stock then takes the parts out',
    needs: 'billing:delivery-slip.issue',
    idempotent: true,
    answer: document,
    status: 201,
  })
  issueSlip(@Param('id') orderId: string, @Req() request: Request) {
    return this.#billing.issueDeliverySlip({ orderId }, callerOfRequest(request).call);
  }

  get #billing() {
    return this.clients.get(Billing);
  }
}

function newOrder({ header, ...order }: z.infer<typeof createOrder>): CreateCustomerOrderRequest {
  return { ...order, ...(header && { header: DocumentHeader.fromPartial(header) }) };
}
