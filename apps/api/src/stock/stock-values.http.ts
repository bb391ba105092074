import type { ListQuery } from '@navette/contracts/common/v1/common';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import {
  anId,
  callerOfRequest,
  Describe,
  listParameters,
  localeOf,
  Parsed,
  ParsedList,
  textBy,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';

const stockValue = z
  .object({
    partId: z.string(),
    reference: z.string(),
    designation: z.string(),
    familyId: z.string(),
    familyCode: z.string(),
    supplierPartyId: z.string(),
    onHand: z.string().describe('4 decimals; below zero where more left than was there'),
    value: z.string().describe('Euros by the weighted average, 2 decimals'),
    averageCost: z.string().describe('4 decimals; empty at or below zero'),
    fifoValue: z.string().describe('Euros by FIFO; empty unless asked for'),
    fifoDifference: z.string().describe('FIFO less the weighted average'),
    lastMovedAt: z.string(),
    negativeSince: z.string().describe('Since when it is below zero; empty where it is not'),
  })
  .meta({ id: 'StockValue' });

const sum = z
  .object({
    groupId: z.string().describe('Of the family or supplier; empty for parts without one'),
    groupCode: z.string(),
    groupLabel: z.string(),
    parts: z.number(),
    value: z.string(),
    fifoValue: z.string().describe('Empty unless asked for'),
    fifoDifference: z.string(),
  })
  .meta({ id: 'StockValueSum' });

const valueList: ListGrammar = {
  filters: {
    on: { operators: ['eq'], value: z.iso.date() },
    fifo: { operators: ['eq'], value: z.enum(['true', 'false']) },
    standing: { operators: ['eq'], value: z.enum(['positive', 'negative']) },
    id: anId,
    reference: textBy('prefix'),
    familyId: anId,
    supplierPartyId: anId,
  },
  sorts: ['reference'],
  defaultSort: 'reference',
};
const valuePage = z.object({ values: z.array(stockValue), nextCursor: z.string() });
const groupBy = z.enum(['none', 'family', 'supplier']);
const sums = z.object({ on: z.string(), groups: z.array(sum), total: sum }).meta({ id: 'StockValueSums' });

/** ST-10, ST-12: what the stock was worth at the end of a day, today unless said otherwise. */
@Controller('api/v1/stock-values')
export class StockValuesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({ id: 'listStockValues', summary: 'Parts that were not at zero at the end of a day, with what they were worth', needs: 'stock:stock-value.read', query: listParameters(valueList), answer: valuePage }) // prettier-ignore
  list(@Query(new ParsedList(valueList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listStockValues({ query }, callerOfRequest(request).call);
  }

  @Get('document.pdf')
  @Describe({ id: 'printStockValues', summary: 'The same on paper, its families summed up', needs: 'stock:stock-value.read', query: listParameters(valueList), answer: 'application/pdf' }) // prettier-ignore
  async print(
    @Query(new ParsedList(valueList)) query: ListQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = { query, language: localeOf(request) };
    const { pdf: content, fileName } = await this.#stock.printStockValues(wanted, callerOfRequest(request).call);
    sendPaper(response, { content, fileName });
  }

  @Get('sums/:groupBy')
  @Describe({ id: 'sumStockValues', summary: 'What they were worth together, by family or supplier', needs: 'stock:stock-value.read', query: listParameters(valueList), answer: sums }) // prettier-ignore
  sums(
    @Param('groupBy', new Parsed(groupBy)) by: z.infer<typeof groupBy>,
    @Query(new ParsedList(valueList)) query: ListQuery,
    @Req() request: Request,
  ) {
    return this.#stock.sumStockValues({ query, groupBy: by }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
