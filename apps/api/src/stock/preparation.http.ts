import {
  InterventionsServiceService as Interventions,
  ListInterventionFilesRequest,
  type InterventionFile,
} from '@navette/contracts/interventions/v1/service';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { DomainError } from '@navette/kernel';
import { callerOfRequest, Describe, localeOf, Parsed } from '@navette/platform/http';
import type { CallContext } from '@navette/platform/rpc';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';
import { reservedElsewhere } from './needs.http.js';

const ids = z.string().min(1).max(7_400).describe('Ids with commas between, at most 200');
const origins = z.strictObject({ originIds: ids });
const orders = z.strictObject({ orderIds: ids });
const tote = z.strictObject({
  technician: z.string().max(80).describe('Who takes the parts along'),
  day: z.string().max(10).describe('ISO 8601 date'),
  fileIds: z.array(z.uuid()).min(1).max(200).describe('Intervention files, as they are printed'),
});

/** As many as fit into one question. */
const AT_ONCE = 100;

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
    wanted: z.string().describe('What the order or file still wants, 4 decimals'),
    ready: z.string().describe('Reserved for good'),
    missing: z.string().describe('Wanted and not ready'),
    onOrder: z.string().describe('Of that, on its way from suppliers'),
    countedBy: z.string().describe('Number of the inventory that holds the part; empty where none does'),
    elsewhere: z.array(reservedElsewhere).describe('Of what is ready, that which is not at the depot, by place'),
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
    sendPaper(response, await this.#stock.printPickList(asked, callerOfRequest(request).call));
  }

  @Post('tote.pdf')
  @Describe({
    id: 'getTotePdf',
    summary: 'What a technician takes along for the files of a day, and what was not reserved in time',
    needs: 'stock:preparation.read',
    body: tote,
    answer: 'application/pdf',
    status: 200,
  })
  async tote(
    @Body(new Parsed(tote)) { day, fileIds, technician }: z.infer<typeof tote>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { call } = callerOfRequest(request);
    const known = await this.#files(fileIds, call);
    const files = fileIds.map((originId) => ({ originId, ...whomFor(known.get(originId)) }));
    sendPaper(response, await this.#stock.printTote({ technician, day, files, language: localeOf(request) }, call));
  }

  /** A tote is worth printing without names, too: another service is away, or the reader may not see them. */
  async #files(ids: readonly string[], call: CallContext): Promise<ReadonlyMap<string, InterventionFile>> {
    const known = new Map<string, InterventionFile>();
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const filters = [{ field: 'id', operator: 'in', values: ids.slice(from, from + AT_ONCE) }];
      const query = ListInterventionFilesRequest.fromPartial({ query: { filters, limit: AT_ONCE } });
      try {
        const { files } = await this.clients.get(Interventions).listInterventionFiles(query, call);
        for (const file of files) known.set(file.id, file);
      } catch (error) {
        if (error instanceof DomainError && ['unavailable', 'forbidden'].includes(error.kind)) return known;
        throw error;
      }
    }
    return known;
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}

/** The appliance stands where it is delivered, unless nobody says so. */
function whomFor(file: InterventionFile | undefined): { customer: string; town: string } {
  const { deliveryAddress, firstName = '', mainAddress, name = '' } = file?.header ?? {};
  return { customer: `${name} ${firstName}`.trim(), town: (deliveryAddress ?? mainAddress)?.city ?? '' };
}
