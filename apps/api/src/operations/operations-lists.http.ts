import { OperationsServiceService as Operations } from '@navette/contracts/operations/v1/service';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import { Temporal } from '@navette/kernel';
import {
  callerOfRequest,
  Describe,
  instants,
  listParameters,
  oneOf,
  ParsedList,
  textBy,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { mergedPage } from './merged-page.js';
import { deadLetter, saga } from './operations.http.js';
import { SERVICES } from './services.js';

const sagas: ListGrammar = {
  filters: {
    service: oneOf(...SERVICES),
    type: textBy('eq', 'in'),
    status: oneOf('running', 'done', 'compensated', 'needs_operator'),
    startedAt: instants,
    updatedAt: instants,
  },
  sorts: ['startedAt', 'updatedAt'],
  defaultSort: '-startedAt',
};
const deadLetters: ListGrammar = {
  filters: {
    service: oneOf(...SERVICES),
    state: oneOf('open', 'replayed', 'resolved'),
    consumer: textBy('eq', 'in'),
    messageType: textBy('eq', 'in'),
    createdAt: instants,
  },
  sorts: ['createdAt'],
  defaultSort: '-createdAt',
};

const service = z.enum(SERVICES);
const away = z.array(service).describe('Services that did not answer: theirs are missing');

/** WE-9: sagas and dead letters of all services, each list as if it were one. */
@Controller('api/v1/operations')
export class OperationsListsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('sagas')
  @Describe({
    id: 'listAllSagas',
    summary: 'Sagas of all services',
    needs: 'operations:saga.read',
    query: listParameters(sagas),
    answer: z.object({ sagas: z.array(saga.extend({ service })), nextCursor: z.string(), away }),
  })
  async listSagas(@Query(new ParsedList(sagas)) query: ListQuery, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    const { rows, ...page } = await this.#merged(query, sagas, async (at, asked) => {
      const answer = await this.clients
        .at(at, Operations)
        .listSagas({ query: asked, status: '', type: '', limit: 0 }, call);
      return { rows: answer.sagas, nextCursor: answer.nextCursor };
    });
    return { sagas: rows, ...page };
  }

  @Get('dead-letters')
  @Describe({
    id: 'listAllDeadLetters',
    summary: 'Messages that services could not handle',
    needs: 'operations:dead-letter.read',
    query: listParameters(deadLetters),
    answer: z.object({ deadLetters: z.array(deadLetter.extend({ service })), nextCursor: z.string(), away }),
  })
  async listDeadLetters(@Query(new ParsedList(deadLetters)) query: ListQuery, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    const { rows, ...page } = await this.#merged(query, deadLetters, async (at, asked) => {
      const answer = await this.clients.at(at, Operations).listDeadLetters({ query: asked, state: '', limit: 0 }, call);
      return { rows: answer.deadLetters, nextCursor: answer.nextCursor };
    });
    return { deadLetters: rows, ...page };
  }

  #merged<Row extends { readonly id: string; readonly cursor: string }>(
    query: ListQuery,
    grammar: ListGrammar,
    ask: (service: string, query: ListQuery) => Promise<{ rows: Row[]; nextCursor: string }>,
  ) {
    const ofService = query.filters.filter(({ field }) => field === 'service');
    const filters = query.filters.filter(({ field }) => field !== 'service');
    const wanted = SERVICES.filter((one) => ofService.every(({ values }) => values.includes(one)));
    const limit = query.limit || 50;
    return mergedPage(
      wanted,
      { cursor: query.cursor, limit },
      (at, cursor) => ask(at, { ...query, filters, limit, cursor }),
      orderOf<Row>(query, grammar),
    );
  }
}

/** The order that each service has by itself: instants, then the id in the direction of the last of them. */
function orderOf<Row extends { readonly id: string }>({ sorts }: ListQuery, { defaultSort }: ListGrammar) {
  const keys = sorts.length > 0 ? sorts : [{ field: defaultSort.replace('-', ''), descending: true }];
  const turn = (order: number, descending: boolean | undefined) => (descending === true ? -order : order);
  return (a: Row, b: Row): number => {
    for (const { field, descending } of keys) {
      const order = Temporal.Instant.compare(instantIn(a, field), instantIn(b, field));
      if (order !== 0) return turn(order, descending);
    }
    return turn(a.id < b.id ? -1 : Number(a.id > b.id), keys.at(-1)?.descending);
  };
}

const instantIn = (row: object, field: string) => (row as Record<string, string>)[field] ?? '';
