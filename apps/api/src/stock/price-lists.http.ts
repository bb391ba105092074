import { checkPriceList } from '@navette/api-schema';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  CheckPriceListRequest,
  ListPriceListLinesRequest,
  ListPriceListsRequest,
  type PriceList,
  type PriceListProblem,
} from '@navette/contracts/stock/v1/price_lists';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { message } from '@navette/messages';
import {
  callerOfRequest,
  Describe,
  listParameters,
  localeOf,
  oneOf,
  Parsed,
  ParsedList,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { PRICE_LIST_TYPES, sendPriceList } from './price-list-upload.js';

const STATES = [
  'receiving', 'reading', 'refused', 'mapping', 'checking', 'checked', 'committing', 'committed', 'closed',
] as const; // prettier-ignore
const LINE_STATES = ['new', 'raised', 'lowered', 'same', 'bad', 'vanished'] as const;
const [reads, imports] = ['stock:price-list.read', 'stock:price-list.import'];

const problem = z.object({
  line: z.number().describe('In the file, from 1; 0 for the whole'),
  code: z.string(),
  params: z.record(z.string(), z.string()),
  value: z.string().describe('What stands there'),
  title: z.string().describe('The rule, in the language of the caller'),
});
const priceList = z
  .object({
    id: z.string(),
    version: z.string(),
    fileName: z.string(),
    state: z.enum(STATES).describe('mapping and checked wait for a person; those in -ing else go on'),
    done: z.number().describe('Lines that the work in hand has done'),
    total: z.number().describe('Until the file was compared, its line breaks'),
    header: z.array(z.string()),
    examples: z.array(z.object({ cells: z.array(z.string()) })).describe('The first lines'),
    terms: checkPriceList
      .omit({ vatCategory: true })
      .extend({ vatCategory: z.string() })
      .describe('As they were chosen, or as they are guessed')
      .optional(),
    counts: z
      .object({
        lines: z.number(),
        new: z.number(),
        raised: z.number(),
        lowered: z.number(),
        same: z.number(),
        bad: z.number(),
        vanished: z.number().describe('Parts that are not on the list any more'),
      })
      .optional()
      .describe('Once it was compared'),
    problem: problem.optional().describe('Why the file can’t be taken'),
    createdAt: z.string(),
    acceptedFields: z.array(z.string()),
  })
  .meta({ id: 'PriceList' });
const listPage = z.object({ priceLists: z.array(priceList), nextCursor: z.string() });
const priceListLine = z
  .object({
    line: z.number().describe('In the file; of a part that vanished a number beyond its last line'),
    state: z.enum(LINE_STATES),
    reference: z.string(),
    designation: z.string(),
    before: z.string().describe('4 decimals; empty where there is none'),
    price: z.string().describe('4 decimals'),
    change: z.string().describe('In percent, 2 decimals; empty unless there is a price before and after'),
    problem: problem.optional(),
    partId: z.string(),
  })
  .meta({ id: 'PriceListLine' });
const linePage = z.object({ lines: z.array(priceListLine), nextCursor: z.string() });
const listsGrammar: ListGrammar = {
  filters: { state: oneOf(...STATES) },
  sorts: ['createdAt'],
  defaultSort: '-createdAt',
};
const linesGrammar: ListGrammar = {
  filters: { state: oneOf(...LINE_STATES) },
  sorts: ['line', 'change'],
  defaultSort: 'line',
};
const fileQuery = z.strictObject({ fileName: z.string().min(1).max(200).describe('Ends in .csv or .xlsx') });

/** ST-6: price lists from files, step by step; what goes on by itself is told on the live stream. */
@Controller('api/v1/price-lists')
export class PriceListsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post()
  @Describe({
    id: 'importPriceList',
    summary:
      'Take in a price list (CSV of at most 300 MB and 1 000 000 lines, or XLSX of 10 MB and 100 000 lines), streaming',
    needs: imports,
    idempotent: true,
    query: fileQuery,
    body: PRICE_LIST_TYPES,
    answer: priceList,
    status: 201,
  })
  async take(@Query(new Parsed(fileQuery)) { fileName }: z.infer<typeof fileQuery>, @Req() request: Request) {
    return told(await sendPriceList(this.#stock, fileName, request), request);
  }

  @Get()
  @Describe({ id: 'listPriceLists', summary: 'Price lists, the latest first', needs: reads, query: listParameters(listsGrammar), answer: listPage }) // prettier-ignore
  async list(@Query(new ParsedList(listsGrammar)) query: ListQuery, @Req() request: Request) {
    const wanted = ListPriceListsRequest.fromPartial({ query });
    const page = await this.#stock.listPriceLists(wanted, callerOfRequest(request).call);
    return { ...page, priceLists: page.priceLists.map((one) => told(one, request)) };
  }

  @Get(':id')
  @Describe({ id: 'getPriceList', summary: 'Where a price list stands', needs: reads, answer: priceList })
  async get(@Param('id') priceListId: string, @Req() request: Request) {
    return told(await this.#stock.getPriceList({ priceListId }, callerOfRequest(request).call), request);
  }

  @Get(':id/lines')
  @Describe({ id: 'listPriceListLines', summary: 'Lines of a price list by what would become, or became, of them; parts that are not on it any more', needs: reads, query: listParameters(linesGrammar), answer: linePage }) // prettier-ignore
  async lines(
    @Param('id') priceListId: string,
    @Query(new ParsedList(linesGrammar)) query: ListQuery,
    @Req() request: Request,
  ) {
    const wanted = ListPriceListLinesRequest.fromPartial({ priceListId, query });
    const page = await this.#stock.listPriceListLines(wanted, callerOfRequest(request).call);
    return { ...page, lines: page.lines.map((line) => told(line, request)) };
  }

  @Post(':id/check')
  @Describe({ id: 'checkPriceList', summary: 'Start to compare with the catalogue', needs: imports, idempotent: true, versioned: true, body: checkPriceList, answer: priceList }) // prettier-ignore
  async check(
    @Param('id') priceListId: string,
    @Body(new Parsed(checkPriceList)) terms: z.infer<typeof checkPriceList>,
    @Req() request: Request,
  ) {
    const wanted = CheckPriceListRequest.fromPartial({ priceListId, expectedVersion: versionSeen(request), terms });
    return told(await this.#stock.checkPriceList(wanted, callerOfRequest(request).call), request);
  }

  @Post(':id/commit')
  @Describe({ id: 'commitPriceList', summary: 'Start to take the prices over', needs: imports, idempotent: true, versioned: true, answer: priceList }) // prettier-ignore
  async commit(@Param('id') priceListId: string, @Req() request: Request) {
    const wanted = { priceListId, expectedVersion: versionSeen(request) };
    return told(await this.#stock.commitPriceList(wanted, callerOfRequest(request).call), request);
  }

  @Delete(':id')
  @Describe({ id: 'discardPriceList', summary: 'Give a price list up that is not committed', needs: imports, idempotent: true, answer: z.object({ done: z.literal(true) }) }) // prettier-ignore
  async discard(@Param('id') priceListId: string, @Req() request: Request) {
    await this.#stock.discardPriceList({ priceListId }, callerOfRequest(request).call);
    return { done: true as const };
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}

/** A list or a line, its problem said in the caller's language. */
function told<T extends Partial<Pick<PriceList, 'problem'>>>({ problem: of, ...one }: T, request: Request) {
  return { ...one, ...(of !== undefined && { problem: titled(of, request) }) };
}

function titled(one: PriceListProblem, request: Request) {
  return { ...one, title: message(localeOf(request), one.code, one.params) };
}
