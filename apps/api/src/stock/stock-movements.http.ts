import type { ListQuery } from '@navette/contracts/common/v1/common';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import {
  anId,
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
import { movement } from './part-history.http.js';

const movementList: ListGrammar = {
  filters: {
    partId: anId,
    reference: textBy('prefix'),
    familyId: anId,
    kind: oneOf(...movement.shape.kind.options),
    originKind: oneOf(...movement.shape.originKind.options),
    // An id, or `depot`.
    placeId: textBy('eq'),
    occurredAt: instants,
  },
  sorts: ['occurredAt'],
  defaultSort: '-occurredAt',
};

/** E-078: the ledger of stock; nobody writes into it but documents. */
@Controller('api/v1/stock-movements')
export class StockMovementsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listStockMovements',
    summary: 'Movements of all parts, the latest first',
    needs: 'stock:stock-level.read',
    query: listParameters(movementList),
    answer: z.object({ movements: z.array(movement), nextCursor: z.string() }),
  })
  list(@Query(new ParsedList(movementList)) query: ListQuery, @Req() request: Request) {
    return this.clients.get(Stock).listStockMovements({ query }, callerOfRequest(request).call);
  }
}
