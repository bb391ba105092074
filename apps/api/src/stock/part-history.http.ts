import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { reservedElsewhere } from './needs.http.js';
import { pageOf, pageQuery } from './page-query.js';

const originKind = z.enum(['intervention_file', 'customer_order']);

/** ST-10: one movement, with what the part's stock is then. */
export const movement = z
  .object({
    sequence: z.string().describe('In the order of recording'),
    kind: z.enum([
      'receipt',
      'sale',
      'repair_use',
      'correction_in',
      'correction_out',
      'transfer',
      'inventory',
      'disassembly',
      'return',
      'revaluation',
      'merge',
    ]),
    quantity: z.string().describe('Signed, 4 decimals'),
    value: z.string().describe('Signed, 2 decimals'),
    onHandAfter: z.string(),
    originKind: z.enum([
      ...originKind.options,
      'goods_receipt',
      'correction',
      'inventory',
      'supplier_return',
      'internal_transfer',
      'part_merge',
      'station_transfer',
      'stock_note',
    ]),
    originId: z.string(),
    originNumber: z
      .string()
      .describe('Of the receipt, file, order or note, reference of the other part of a merge; empty for what has none'),
    reason: z.string(),
    occurredAt: z.string(),
    placeCode: z.string().describe('Where it moved; empty: at the depot'),
    partId: z.string(),
    reference: z.string(),
    designation: z.string(),
    unitCost: z.string().describe('What a unit moved at, 4 decimals; empty for a revaluation'),
    valueAfter: z.string().describe('Of the part, over all places, 2 decimals'),
    averageAfter: z.string().describe('Weighted average cost, 4 decimals; empty where nothing is on hand'),
  })
  .meta({ id: 'StockMovement' });
const movementPage = z.object({ movements: z.array(movement), nextCursor: z.string() });

const rotation = z.object({
  wants: z
    .array(
      z.object({
        needId: z.string(),
        originKind,
        originId: z.string(),
        originNumber: z.string(),
        quantity: z.string().describe('Still wanted, 4 decimals; the sum of the next three'),
        reserved: z.string(),
        onOrder: z.string(),
        waiting: z.string(),
        wantedOn: z.string(),
        expectedOn: z.string().describe('Of the first that is ordered for it; empty where nobody said'),
        frozen: z.boolean(),
        elsewhere: z.array(reservedElsewhere).describe('Of what is reserved, that which is not at the depot, by place'),
      }),
    )
    .describe('Files and customer orders that are not served yet, 200 at most'),
  coming: z
    .array(
      z.object({
        supplierOrderId: z.string(),
        supplierOrderNumber: z.string(),
        supplierPartyId: z.string(),
        quantity: z.string(),
        expectedOn: z.string(),
      }),
    )
    .describe('Supplier orders that have not come in full, 200 at most'),
});

const statistics = z
  .object({
    months: z
      .array(
        z.object({
          month: z.string().describe('2026-11, in the zone of the station'),
          bought: z.string().describe('Received less what was given back, 4 decimals'),
          boughtValue: z.string(),
          repairs: z.string().describe('Used less what came back'),
          customerOrders: z.string(),
        }),
      )
      .describe('The last 12 in which something moved, the latest first'),
  })
  .meta({ id: 'PartStatistics' });

/** ST-2: what happened to a part, and what is to happen. */
@Controller('api/v1/parts/:id')
export class PartHistoryHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('movements')
  @Describe({
    id: 'listPartMovements',
    summary: 'Movements of a part, the latest first',
    needs: 'stock:stock-level.read',
    query: pageQuery,
    answer: movementPage,
  })
  movements(
    @Param('id') partId: string,
    @Query(new Parsed(pageQuery)) page: z.infer<typeof pageQuery>,
    @Req() request: Request,
  ) {
    return this.#stock.listPartMovements({ partId, page: pageOf(page) }, callerOfRequest(request).call);
  }

  @Get('rotation')
  @Describe({
    id: 'getPartRotation',
    summary: 'Who waits for a part or holds it, and what of it is to come, with the dates expected',
    needs: 'stock:need.read',
    answer: rotation,
  })
  rotation(@Param('id') partId: string, @Req() request: Request) {
    return this.#stock.getPartRotation({ partId }, callerOfRequest(request).call);
  }

  @Get('statistics')
  @Describe({
    id: 'getPartStatistics',
    summary: 'What was bought and used of a part, by month',
    needs: 'stock:stock-level.read',
    answer: statistics,
  })
  statistics(@Param('id') partId: string, @Req() request: Request) {
    return this.#stock.getPartStatistics({ partId }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
