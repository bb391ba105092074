import type { ListQuery } from '@navette/contracts/common/v1/common';
import { ListSupplierOrdersRequest, StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
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
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';
import { pageOf, pageQuery } from './page-query.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const supplierOrder = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    supplierPartyId: z.string(),
    state: z.enum(['draft', 'sent', 'acknowledged', 'partially_received', 'received', 'closed', 'cancelled']),
    placedAt: z.string(),
    hasCart: z.boolean().describe('Its supplier is a manufacturer whose program collects orders'),
    deposit: z
      .object({
        state: z.enum(['waiting', 'collected', 'withdrawn']),
        depositedAt: z.string(),
        collectedAt: z.string().describe('Empty until it is collected'),
        reference: z.string().describe("The manufacturer's"),
      })
      .optional()
      .describe("The order in its manufacturer's cart; absent where it went otherwise"),
    lines: z.array(
      z.object({
        id: z.string(),
        partId: z.string(),
        reference: z.string(),
        designation: z.string(),
        quantity: z.string().describe('4 decimals'),
        received: z.string(),
        cancelled: z.string(),
        unitPrice: z.string().describe('Without VAT, 4 decimals; empty where not known'),
        expectedOn: z.string().describe('Empty until acknowledged'),
        exhausted: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'SupplierOrder' });

const planLine = z
  .object({
    needId: z.string().describe('Empty for a part below its minimum'),
    partId: z.string(),
    reference: z.string(),
    designation: z.string(),
    supplierPartyId: z.string(),
    quantity: z.string().describe('Still to be ordered, 4 decimals'),
    unitPrice: z.string().describe('Expected; empty where not known'),
    originKind: z.enum(['intervention_file', 'customer_order', 'replenishment', 'transfer']),
    originId: z.string(),
    originNumber: z.string(),
    originLabel: z.enum(['I-ATE', 'I-DOM', 'BC', '']),
    customerPartyId: z.string(),
    wantedOn: z.string(),
    countermark: z.string(),
    exhausted: z.boolean().describe('Its supplier will not send it any more'),
  })
  .meta({ id: 'PlanLine' });

const planQuery = pageQuery.extend({
  supplierPartyId: z.string().optional(),
  originKind: z.enum(['intervention_file', 'customer_order', 'replenishment']).optional(),
  countermarkPrefix: z.string().max(60).optional(),
  originNumberPrefix: z.string().max(60).optional().describe('Number of the file or order, or how it begins'),
  replenishment: z.enum(['yes', 'no']).default('no').describe('Parts below their minimum, too, behind the needs'),
});
const planPage = z.object({ lines: z.array(planLine), nextCursor: z.string() });

const placeSupplierOrders = z.strictObject({
  selections: z
    .array(
      z.strictObject({
        needId: z.string().default(''),
        partId: z.string().default('').describe('Instead of a need: a part below its minimum'),
        supplierPartyId: z.string().default('').describe("Replaces the part's supplier"),
      }),
    )
    .min(1)
    .max(20_000),
});
const placedOrders = z.object({ orders: z.array(supplierOrder) });

const orderPreviews = z.object({
  orders: z.array(
    z
      .object({
        supplierPartyId: z.string().describe('Empty for lines without supplier'),
        lines: z.int(),
        net: z.string().describe('Without VAT, of the lines whose price is known'),
        withoutPrice: z.int().describe('Lines whose price is not known'),
        hasCart: z.boolean().describe('Its supplier is a manufacturer whose program collects orders'),
      })
      .meta({ id: 'OrderPreview' }),
  ),
});

const sendSupplierOrder = z.strictObject({
  channel: z
    .enum(['', 'mail', 'cart'])
    .default('')
    .describe(
      "mail: its supplier is written to; cart: the manufacturer's program collects it; empty: it goes otherwise",
    ),
  expectedOn: z.string().default('').describe('When its lines are awaited, until the supplier says'),
});

const orderList: ListGrammar = {
  filters: {
    state: oneOf(...supplierOrder.shape.state.options),
    supplierPartyId: anId,
    number: textBy('eq', 'in', 'prefix'),
    placedAt: instants,
    needOriginId: { ...anId, operators: ['eq'] },
  },
  sorts: ['placedAt', 'number'],
  defaultSort: '-placedAt',
};
const orderPage = z.object({ orders: z.array(supplierOrder), nextCursor: z.string() });

const acknowledgeSupplierOrder = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        lineId: z.string(),
        expectedOn: z.string().default(''),
        quantity: z.string().default('').describe('Empty: as ordered'),
        unitPrice: z.string().default(''),
        exhausted: z.boolean().default(false),
      }),
    )
    .max(5_000)
    .default([]),
});

@Controller('api/v1')
export class SupplierOrdersHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('replenishment-plan')
  @Describe({
    id: 'listReplenishmentPlan',
    summary: 'What is wanted and not ordered yet',
    needs: 'stock:replenishment-plan.read',
    query: planQuery,
    answer: planPage,
  })
  plan(@Query(new Parsed(planQuery)) query: z.infer<typeof planQuery>, @Req() request: Request) {
    const { supplierPartyId = '', originKind = '', countermarkPrefix = '', originNumberPrefix = '' } = query;
    const filter = { supplierPartyId, originKind, countermarkPrefix, originNumberPrefix };
    const replenishment = query.replenishment === 'yes';
    return this.#stock.listReplenishmentPlan(
      { ...filter, replenishment, page: pageOf(query) },
      callerOfRequest(request).call,
    );
  }

  @Post('supplier-orders')
  @Describe({
    id: 'placeSupplierOrders',
    summary: 'Turn lines of the plan into one order per supplier, all or none',
    needs: 'stock:supplier-order.place',
    idempotent: true,
    body: placeSupplierOrders,
    answer: placedOrders,
    status: 201,
  })
  place(@Body(new Parsed(placeSupplierOrders)) body: z.infer<typeof placeSupplierOrders>, @Req() request: Request) {
    return this.#stock.placeSupplierOrders(body, callerOfRequest(request).call);
  }

  @Post('supplier-orders/preview')
  @Describe({
    id: 'previewSupplierOrders',
    summary: 'What lines of the plan come to by supplier; nothing is ordered',
    needs: 'stock:replenishment-plan.read',
    body: placeSupplierOrders,
    answer: orderPreviews,
    status: 200,
  })
  preview(@Body(new Parsed(placeSupplierOrders)) body: z.infer<typeof placeSupplierOrders>, @Req() request: Request) {
    return this.#stock.previewSupplierOrders(body, callerOfRequest(request).call);
  }

  @Get('supplier-orders')
  @Describe({
    id: 'listSupplierOrders',
    summary: 'Supplier orders, the latest first, without their lines',
    needs: 'stock:supplier-order.read',
    query: listParameters(orderList),
    answer: orderPage,
  })
  list(@Query(new ParsedList(orderList)) query: ListQuery, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    return this.#stock.listSupplierOrders(ListSupplierOrdersRequest.fromPartial({ query }), call);
  }

  @Get('supplier-orders/:id')
  @Describe({
    id: 'getSupplierOrder',
    summary: 'One supplier order',
    needs: 'stock:supplier-order.read',
    answer: supplierOrder,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getSupplierOrder({ id }, callerOfRequest(request).call);
  }

  @Get('supplier-orders/:id/document.pdf')
  @Describe({
    id: 'getSupplierOrderPdf',
    summary: 'The order on paper, as it is now',
    needs: 'stock:supplier-order.read',
    answer: 'application/pdf',
  })
  pdf(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.#document(id, 'pdf', request, response);
  }

  @Get('supplier-orders/:id/document.xlsx')
  @Describe({
    id: 'getSupplierOrderSheet',
    summary: "The order as a sheet, for its supplier's site",
    needs: 'stock:supplier-order.read',
    answer: XLSX,
  })
  sheet(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.#document(id, 'xlsx', request, response);
  }

  @Post('supplier-orders/:id/send')
  @Describe({
    id: 'sendSupplierOrder',
    summary: "The order goes to the supplier: by mail with its document, into its manufacturer's cart, or otherwise",
    needs: 'stock:supplier-order.send',
    idempotent: true,
    body: sendSupplierOrder,
    answer: supplierOrder,
  })
  send(
    @Param('id') id: string,
    @Body(new Parsed(sendSupplierOrder)) body: z.infer<typeof sendSupplierOrder>,
    @Req() request: Request,
  ) {
    return this.#stock.sendSupplierOrder({ id, ...body }, callerOfRequest(request).call);
  }

  @Post('supplier-orders/:id/mail')
  @Describe({
    id: 'mailSupplierOrder',
    summary: 'The order is mailed once more, as it is now, to the address that its supplier has now',
    needs: 'stock:supplier-order.mail',
    idempotent: true,
    answer: supplierOrder,
  })
  mail(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.mailSupplierOrder({ id }, callerOfRequest(request).call);
  }

  @Post('supplier-orders/:id/acknowledge')
  @Describe({
    id: 'acknowledgeSupplierOrder',
    summary: 'Dates, quantities and prices as the supplier says; what is exhausted',
    needs: 'stock:supplier-order.acknowledge',
    idempotent: true,
    body: acknowledgeSupplierOrder,
    answer: supplierOrder,
  })
  acknowledge(
    @Param('id') id: string,
    @Body(new Parsed(acknowledgeSupplierOrder)) { lines }: z.infer<typeof acknowledgeSupplierOrder>,
    @Req() request: Request,
  ) {
    return this.#stock.acknowledgeSupplierOrder({ id, lines }, callerOfRequest(request).call);
  }

  @Post('supplier-orders/:id/close')
  @Describe({
    id: 'closeSupplierOrder',
    summary: 'Give up what has not come',
    needs: 'stock:supplier-order.close',
    idempotent: true,
    answer: supplierOrder,
  })
  close(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.closeSupplierOrder({ id }, callerOfRequest(request).call);
  }

  @Post('supplier-orders/:id/cancel')
  @Describe({
    id: 'cancelSupplierOrder',
    summary: 'Withdraw an order of which nothing has come',
    needs: 'stock:supplier-order.cancel',
    idempotent: true,
    answer: supplierOrder,
  })
  cancel(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.cancelSupplierOrder({ id }, callerOfRequest(request).call);
  }

  async #document(id: string, format: 'pdf' | 'xlsx', request: Request, response: Response): Promise<void> {
    const paper = await this.#stock.getSupplierOrderDocument({ id, format }, callerOfRequest(request).call); // prettier-ignore
    sendPaper(response, paper, format === 'pdf' ? 'application/pdf' : XLSX);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
