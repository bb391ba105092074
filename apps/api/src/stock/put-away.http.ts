import { ListPartiesRequest, PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { LABEL_SIZES, labelsPdf, type LabelSize } from '@navette/documents';
import { DomainError, type Clock } from '@navette/kernel';
import { message } from '@navette/messages';
import { callerOfRequest, Describe, localeOf, Parsed } from '@navette/platform/http';
import type { CallContext } from '@navette/platform/rpc';
import { CLOCK, RpcClients } from '@navette/platform/service';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';
import { goodsReceipt, receiptScan } from './goods-receipt.shape.js';
import { customersOn, labelsOf } from './piece-labels.js';

const putAway = z
  .object({
    provisional: z.boolean().describe('Of a draft: what validation would do now'),
    places: z.array(
      receiptScan
        .pick({ partId: true, reference: true, designation: true, locationCode: true, owner: true })
        .extend({ quantity: z.string().describe('4 decimals'), scanned: z.number().describe('How many of them') }),
    ),
    scans: z.array(receiptScan).describe('Not taken back, the latest first, at most 200'),
  })
  .meta({ id: 'PutAway' });

const labelQuery = z.strictObject({
  size: z
    .enum(Object.keys(LABEL_SIZES) as [LabelSize, ...LabelSize[]])
    .default('57x32')
    .describe('Of the roll, in mm'),
  scanId: z.string().default('').describe('Empty for all pieces'),
});

/** Parties that one question names. */
const AT_ONCE = 100;

/** Put-to-light (ST-23): for whom each piece of a receipt is. */
@Controller('api/v1/goods-receipts/:id')
export class PutAwayHttp {
  constructor(
    private readonly clients: RpcClients,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('put-away')
  @Describe({
    id: 'getPutAway',
    summary: 'Where the pieces of a receipt go, and what was scanned',
    needs: 'stock:receipt.read',
    answer: putAway,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getPutAway({ receiptId: id }, callerOfRequest(request).call);
  }

  @Get('put-away.pdf')
  @Describe({
    id: 'getPutAwayPdf',
    summary: 'Where the pieces of a receipt go, to be ticked while they are put away',
    needs: 'stock:receipt.read',
    answer: 'application/pdf',
  })
  async list(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { call } = callerOfRequest(request);
    const names = await this.#names(customersOn(await this.#stock.getPutAway({ receiptId: id }, call), ''), call);
    const customers = [...names].map(([customerPartyId, name]) => ({ customerPartyId, name }));
    const wanted = { receiptId: id, language: localeOf(request), customers };
    sendPaper(response, await this.#stock.printPutAway(wanted, call));
  }

  @Get('labels')
  @Describe({
    id: 'getPieceLabels',
    summary: 'Labels of the pieces of a receipt, or of one scan, to be printed',
    needs: 'stock:receipt.read',
    query: labelQuery,
    answer: 'application/pdf',
  })
  async labels(
    @Param('id') id: string,
    @Query(new Parsed(labelQuery)) { size, scanId }: z.infer<typeof labelQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { call } = callerOfRequest(request);
    const putAway = await this.#stock.getPutAway({ receiptId: id }, call);
    const locale = localeOf(request);
    const labels = labelsOf(putAway, scanId, await this.#names(customersOn(putAway, scanId), call), locale);
    const info = {
      locale,
      title: message(locale, 'document.label.title', {}),
      madeAt: new Date(this.clock.now().epochMilliseconds),
    };
    response.type('application/pdf').send(await labelsPdf(labels, size, info));
  }

  @Post('scans/:scanId/undo')
  @Describe({
    id: 'undoGoodsReceiptScan',
    summary: 'Take one scan of a draft back',
    needs: 'stock:receipt.create',
    idempotent: true,
    answer: goodsReceipt,
  })
  undoScan(@Param('id') id: string, @Param('scanId') scanId: string, @Req() request: Request) {
    return this.#stock.undoGoodsReceiptScan({ receiptId: id, scanId }, callerOfRequest(request).call);
  }

  /** Labels are worth printing without names, too: another service is away, or the reader may not see them. */
  async #names(ids: readonly string[], call: CallContext): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const filters = [{ field: 'id', operator: 'in', values: ids.slice(from, from + AT_ONCE) }];
      const query = ListPartiesRequest.fromPartial({ query: { filters, limit: AT_ONCE } });
      try {
        const { parties } = await this.clients.get(Parties).listParties(query, call);
        for (const { id, name, firstName } of parties) names.set(id, [name, firstName].filter(Boolean).join(' '));
      } catch (error) {
        if (error instanceof DomainError && ['unavailable', 'forbidden'].includes(error.kind)) return names;
        throw error;
      }
    }
    return names;
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
