import type { ListQuery } from '@navette/contracts/common/v1/common';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
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

const reason = z.enum(['defective', 'wrong', 'warranty']);
const supplierReturn = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    supplierPartyId: z.string(),
    goodsReceiptId: z.string(),
    goodsReceiptNumber: z.string(),
    state: z.enum(['credit_expected', 'cancelled']),
    comment: z.string(),
    expectedCredit: z.string().describe('Without VAT, 2 decimals'),
    createdAt: z.string(),
    lines: z.array(
      z.object({
        id: z.string(),
        receiptLineId: z.string(),
        partId: z.string(),
        reference: z.string(),
        designation: z.string(),
        quantity: z.string().describe('4 decimals'),
        reason,
        unitPrice: z.string().describe('What it was received for, without VAT'),
        credit: z.string().describe('Expected for the line'),
      }),
    ),
  })
  .meta({ id: 'SupplierReturn' });

const createSupplierReturn = z.strictObject({
  goodsReceiptId: z.string(),
  lines: z
    .array(z.strictObject({ receiptLineId: z.string(), quantity: z.string(), reason: z.string() }))
    .min(1)
    .max(5_000),
  comment: z.string().default('').describe('Printed; at most 500 characters'),
});

const returnList: ListGrammar = {
  filters: {
    state: oneOf(...supplierReturn.shape.state.options),
    supplierPartyId: anId,
    goodsReceiptId: anId,
    number: textBy('eq', 'in', 'prefix'),
    createdAt: instants,
  },
  sorts: ['createdAt', 'number'],
  defaultSort: '-createdAt',
};

/** ST-25: parts that go back to their supplier. */
@Controller('api/v1/supplier-returns')
export class SupplierReturnsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listSupplierReturns',
    summary: 'Returns to suppliers, the latest first, without their lines',
    needs: 'stock:supplier-return.read',
    query: listParameters(returnList),
    answer: z.object({ returns: z.array(supplierReturn), nextCursor: z.string() }),
  })
  list(@Query(new ParsedList(returnList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listSupplierReturns({ query }, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createSupplierReturn',
    summary: 'Parts of a receipt go back to its supplier; a credit is expected',
    needs: 'stock:supplier-return.create',
    idempotent: true,
    body: createSupplierReturn,
    answer: supplierReturn,
    status: 201,
  })
  create(@Body(new Parsed(createSupplierReturn)) body: z.infer<typeof createSupplierReturn>, @Req() request: Request) {
    return this.#stock.createSupplierReturn(body, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({
    id: 'getSupplierReturn',
    summary: 'One return to a supplier',
    needs: 'stock:supplier-return.read',
    answer: supplierReturn,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getSupplierReturn({ id }, callerOfRequest(request).call);
  }

  @Get(':id/document.pdf')
  @Describe({
    id: 'getSupplierReturnPdf',
    summary: 'The slip that goes with the parts',
    needs: 'stock:supplier-return.read',
    answer: 'application/pdf',
  })
  async pdf(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    sendPaper(response, await this.#stock.getSupplierReturnDocument({ id }, callerOfRequest(request).call));
  }

  @Post(':id/cancel')
  @Describe({
    id: 'cancelSupplierReturn',
    summary: 'The parts did not leave after all: they are in stock again',
    needs: 'stock:supplier-return.cancel',
    idempotent: true,
    answer: supplierReturn,
  })
  cancel(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.cancelSupplierReturn({ id }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
