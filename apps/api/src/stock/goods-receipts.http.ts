import type { ListQuery } from '@navette/contracts/common/v1/common';
import { ListGoodsReceiptsRequest, StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
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
import { Body, Controller, Get, Param, Patch, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { DESPATCH_TYPES, readUpload, refusedRows } from './despatch-upload.js';
import { goodsReceipt } from './goods-receipt.shape.js';

const pulled = {
  until: z.string().default('').describe('YYYY-MM-DD, with pull "until"'),
  orderNumbers: z.array(z.string().max(35)).max(200).default([]).describe('With pull "orders"'),
};

const createGoodsReceipt = z.strictObject({
  supplierPartyId: z.string().default(''),
  supplierOrderId: z.string().default('').describe('Empty: per supplier'),
  pull: z.enum(['none', 'all', 'orders', 'until']).default('all'),
  ...pulled,
  deliveryNote: z.string().max(60).default(''),
  countermark: z.string().max(60).default(''),
});

const changeGoodsReceipt = z.strictObject({ deliveryNote: z.string().max(60), countermark: z.string().max(60) });
const pullGoodsReceiptLines = z.strictObject({ pull: z.enum(['all', 'orders', 'until']), ...pulled });

const setGoodsReceiptLines = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        lineId: z.string().default('').describe('Empty adds the part'),
        partId: z.string().default(''),
        quantity: z.string(),
        unitPrice: z.string().default('').describe('Empty leaves it as it is'),
        updatePrice: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(5_000),
});

const scan = z.strictObject({
  code: z.string().min(1).max(64),
  acceptOverReceipt: z.boolean().default(false).describe('One more than is awaited, and it is right'),
});
const validate = z.strictObject({
  acceptOverReceipt: z.boolean().default(false).describe('More than awaited was received, and it is right'),
});
const voidReceipt = z.strictObject({ reason: z.string().max(200) });
const receiptList: ListGrammar = {
  filters: {
    state: oneOf(...goodsReceipt.shape.state.options),
    supplierPartyId: anId,
    supplierOrderId: { ...anId, operators: ['eq'] },
    number: textBy('eq', 'in', 'prefix'),
    deliveryNote: textBy('eq', 'prefix'),
    createdAt: instants,
  },
  sorts: ['createdAt', 'number'],
  defaultSort: '-createdAt',
};
const receiptPage = z.object({ receipts: z.array(goodsReceipt), nextCursor: z.string() });
const imported = z.object({ receipts: z.array(goodsReceipt) });

@Controller('api/v1/goods-receipts')
export class GoodsReceiptsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post()
  @Describe({
    id: 'createGoodsReceipt',
    summary: 'Draft receipt, from an order or per supplier',
    needs: 'stock:receipt.create',
    idempotent: true,
    body: createGoodsReceipt,
    answer: goodsReceipt,
    status: 201,
  })
  create(@Body(new Parsed(createGoodsReceipt)) body: z.infer<typeof createGoodsReceipt>, @Req() request: Request) {
    return this.#stock.createGoodsReceipt(body, callerOfRequest(request).call);
  }

  @Post('import')
  @Describe({
    id: 'importDespatchFile',
    summary: 'Draft receipts from a despatch file (CSV or XLSX, at most 10 MB), all or none',
    needs: 'stock:receipt.import',
    idempotent: true,
    body: DESPATCH_TYPES,
    answer: imported,
    status: 201,
  })
  async importFile(@Req() request: Request) {
    const { call } = callerOfRequest(request);
    const { receipts, errors } = await this.#stock.importDespatchFile(await readUpload(request), call);
    if (errors.length > 0) throw refusedRows(errors);
    return { receipts };
  }

  @Get()
  @Describe({
    id: 'listGoodsReceipts',
    summary: 'Goods receipts, the latest first, without their lines',
    needs: 'stock:receipt.read',
    query: listParameters(receiptList),
    answer: receiptPage,
  })
  list(@Query(new ParsedList(receiptList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listGoodsReceipts(
      ListGoodsReceiptsRequest.fromPartial({ query }),
      callerOfRequest(request).call,
    );
  }

  @Get(':id')
  @Describe({
    id: 'getGoodsReceipt',
    summary: 'One goods receipt',
    needs: 'stock:receipt.read',
    answer: goodsReceipt,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getGoodsReceipt({ id }, callerOfRequest(request).call);
  }

  @Patch(':id')
  @Describe({
    id: 'changeGoodsReceipt',
    summary: 'Delivery note and countermark of a draft',
    needs: 'stock:receipt.create',
    idempotent: true,
    versioned: true,
    body: changeGoodsReceipt,
    answer: goodsReceipt,
  })
  change(
    @Param('id') id: string,
    @Body(new Parsed(changeGoodsReceipt)) notes: z.infer<typeof changeGoodsReceipt>,
    @Req() request: Request,
  ) {
    const change = { id, expectedVersion: versionSeen(request), ...notes };
    return this.#stock.changeGoodsReceipt(change, callerOfRequest(request).call);
  }

  @Post(':id/pull')
  @Describe({
    id: 'pullGoodsReceiptLines',
    summary: 'Take awaited lines onto a draft as received in full: all, of some orders, until a date',
    needs: 'stock:receipt.create',
    idempotent: true,
    versioned: true,
    body: pullGoodsReceiptLines,
    answer: goodsReceipt,
  })
  pull(
    @Param('id') id: string,
    @Body(new Parsed(pullGoodsReceiptLines)) choice: z.infer<typeof pullGoodsReceiptLines>,
    @Req() request: Request,
  ) {
    const wanted = { id, expectedVersion: versionSeen(request), ...choice };
    return this.#stock.pullGoodsReceiptLines(wanted, callerOfRequest(request).call);
  }

  @Put(':id/lines')
  @Describe({
    id: 'setGoodsReceiptLines',
    summary: "Set quantities and prices of a draft's lines, or add parts",
    needs: 'stock:receipt.create',
    idempotent: true,
    versioned: true,
    body: setGoodsReceiptLines,
    answer: goodsReceipt,
  })
  setLines(
    @Param('id') id: string,
    @Body(new Parsed(setGoodsReceiptLines)) { lines }: z.infer<typeof setGoodsReceiptLines>,
    @Req() request: Request,
  ) {
    const set = { id, expectedVersion: versionSeen(request), lines };
    return this.#stock.setGoodsReceiptLines(set, callerOfRequest(request).call);
  }

  @Post(':id/scan')
  @Describe({
    id: 'scanGoodsReceipt',
    summary: 'Count one more of the part with this barcode or reference; it says where the piece goes',
    needs: 'stock:receipt.create',
    idempotent: true,
    body: scan,
    answer: goodsReceipt,
  })
  scan(@Param('id') id: string, @Body(new Parsed(scan)) body: z.infer<typeof scan>, @Req() request: Request) {
    return this.#stock.scanGoodsReceipt({ id, ...body }, callerOfRequest(request).call);
  }

  @Post(':id/validate')
  @Describe({
    id: 'validateGoodsReceipt',
    summary: 'The parts are there: stock, allocations, and the saga that tells the origins',
    needs: 'stock:receipt.validate',
    idempotent: true,
    versioned: true,
    body: validate,
    answer: goodsReceipt,
  })
  validate(
    @Param('id') id: string,
    @Body(new Parsed(validate)) { acceptOverReceipt }: z.infer<typeof validate>,
    @Req() request: Request,
  ) {
    const wanted = { id, expectedVersion: versionSeen(request), acceptOverReceipt };
    return this.#stock.validateGoodsReceipt(wanted, callerOfRequest(request).call);
  }

  @Post(':id/void')
  @Describe({
    id: 'voidGoodsReceipt',
    summary: 'Take a receipt back, as long as all it brought is there; a draft is thrown away',
    needs: 'stock:receipt.void',
    idempotent: true,
    body: voidReceipt,
    answer: goodsReceipt,
  })
  voidReceipt(
    @Param('id') id: string,
    @Body(new Parsed(voidReceipt)) { reason }: z.infer<typeof voidReceipt>,
    @Req() request: Request,
  ) {
    return this.#stock.voidGoodsReceipt({ id, reason }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
