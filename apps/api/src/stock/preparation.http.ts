import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { callerOfRequest, Describe, localeOf, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPdf } from '../send-pdf.js';

const ids = z.string().min(1).max(7_400).describe('Ids with commas between, at most 200');
const origins = z.strictObject({ originIds: ids });
const orders = z.strictObject({ orderIds: ids });

const preparedPart = z
  .object({
    needId: z.string(),
    originKind: z.enum(['intervention_file', 'customer_order']),
    originId: z.string(),
    originNumber: z.string(),
    partId: z.string(),
    reference: z.string(),
    designation: z.string(),
    locationCode: z.string().describe('Where the part lies; empty where nobody has said it'),
    ready: z.string().describe('Reserved for good, 4 decimals'),
    missing: z.string().describe('Wanted and not ready'),
    onOrder: z.string().describe('Of that, on its way from suppliers'),
    countedBy: z.string().describe('Number of the inventory that holds the part; empty where none does'),
  })
  .meta({ id: 'PreparedPart' });

/** ST-16: parts that are taken from their places. */
@Controller('api/v1/preparation')
export class PreparationHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('parts')
  @Describe({
    id: 'listPreparedParts',
    summary: 'What is reserved for orders and files, where it lies, and what they still lack',
    needs: 'stock:preparation.read',
    query: origins,
    answer: z.object({ parts: z.array(preparedPart) }),
  })
  parts(@Query(new Parsed(origins)) { originIds }: z.infer<typeof origins>, @Req() request: Request) {
    return this.#stock.listPreparedParts({ originIds: originIds.split(',') }, callerOfRequest(request).call);
  }

  @Get('pick-list.pdf')
  @Describe({
    id: 'getPickListPdf',
    summary: 'What to take from which place for customer orders',
    needs: 'stock:preparation.read',
    query: orders,
    answer: 'application/pdf',
  })
  async pickList(
    @Query(new Parsed(orders)) { orderIds }: z.infer<typeof orders>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asked = { orderIds: orderIds.split(','), language: localeOf(request) };
    sendPdf(response, await this.#stock.printPickList(asked, callerOfRequest(request).call));
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
