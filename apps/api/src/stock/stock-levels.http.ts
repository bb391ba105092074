import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { pageOf, pageQuery } from './page-query.js';

const place = z.object({
  placeId: z.string().describe('Empty: the depot'),
  code: z.string(),
  label: z.string(),
  onHand: z.string(),
  reserved: z.string(),
  free: z.string().describe('What can be moved from there; the depot serves needs by itself, other places by choice'),
});

const transit = z.object({
  transferId: z.string(),
  number: z.string(),
  side: z.enum(['incoming', 'outgoing']),
  stationCode: z.string().describe('The sister station'),
  stationName: z.string(),
  quantity: z.string(),
  since: z.string().describe('When it left'),
});

const stockLevel = z
  .object({
    partId: z.string(),
    onHand: z.string().describe('Quantities have 4 decimals'),
    reserved: z.string().describe('In all places together'),
    free: z.string().describe('At the depot'),
    onOrder: z.string(),
    value: z.string().describe('Euros, 2 decimals'),
    averageCost: z.string().describe('4 decimals; empty where nothing is on hand'),
    places: z.array(place).describe('Where it lies, the depot first; in lists there are none'),
    arriving: z.string().describe('On the way to this station; in lists empty'),
    leaving: z.string().describe('On the way to sister stations; in lists empty'),
    transits: z.array(transit).describe('Of which transfers, what left first first; in lists there are none'),
  })
  .meta({ id: 'StockLevel' });

const correctStock = z.strictObject({
  partId: z.string(),
  quantity: z.string().describe('Signed, up to 4 decimals'),
  reason: z.string().max(200),
  unitCost: z.string().default('').describe('Of an entry; empty: the current average cost'),
  placeId: z.string().max(36).default('').describe('Empty: at the depot'),
});

const moveStock = z.strictObject({
  fromPlaceId: z.string().max(36).default('').describe('Empty: the depot'),
  toPlaceId: z.string().max(36).default('').describe('Empty: the depot'),
  lines: z
    .array(z.strictObject({ partId: z.string(), quantity: z.string().describe('Up to 4 decimals') }))
    .max(200)
    .describe('Each part once'),
  comment: z.string().max(200).default(''),
});

const levelsQuery = pageQuery.extend({
  negativeOnly: z.enum(['true', 'false']).optional(),
  partIds: z
    .string()
    .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,199}$/)
    .optional()
    .describe('Of these parts alone, 200 at most, with commas between them'),
});
const levelPage = z.object({ levels: z.array(stockLevel), nextCursor: z.string() });

const stationSettings = z
  .strictObject({
    refuseNegativeStock: z.boolean(),
    updatePriceByDefault: z.boolean().describe("Receipts update the part's purchase price unless unticked"),
    sagaFirstAskSeconds: z.int().min(0),
    sagaWithdrawAfterSeconds: z.int().min(0),
    sagaOperatorAfterSeconds: z.int().min(0),
  })
  .meta({ id: 'StockSettings' });

@Controller('api/v1')
export class StockLevelsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('stock-levels')
  @Describe({
    id: 'listStockLevels',
    summary: 'Stock of every part that ever moved, or of those below zero',
    needs: 'stock:stock-level.read',
    query: levelsQuery,
    answer: levelPage,
  })
  list(@Query(new Parsed(levelsQuery)) query: z.infer<typeof levelsQuery>, @Req() request: Request) {
    const { negativeOnly, partIds, ...page } = query;
    const wanted = { negativeOnly: negativeOnly === 'true', partIds: partIds?.split(',') ?? [], page: pageOf(page) };
    return this.#stock.listStockLevels(wanted, callerOfRequest(request).call);
  }

  @Get('stock-levels/:partId')
  @Describe({ id: 'getStockLevel', summary: 'Stock of one part', needs: 'stock:stock-level.read', answer: stockLevel })
  get(@Param('partId') partId: string, @Req() request: Request) {
    return this.#stock.getStockLevel({ partId }, callerOfRequest(request).call);
  }

  @Post('stock-corrections')
  @Describe({
    id: 'correctStock',
    summary: 'Correct the stock of a part, with the reason',
    needs: 'stock:stock-level.correct',
    idempotent: true,
    body: correctStock,
    answer: stockLevel,
    status: 201,
  })
  correct(@Body(new Parsed(correctStock)) body: z.infer<typeof correctStock>, @Req() request: Request) {
    return this.#stock.correctStock(body, callerOfRequest(request).call);
  }

  @Post('internal-transfers')
  @Describe({
    id: 'moveStock',
    summary: 'Move parts from one stock place of the station to another',
    needs: 'stock:stock-level.move',
    idempotent: true,
    body: moveStock,
    answer: z.object({ transferId: z.string() }),
    status: 201,
  })
  move(@Body(new Parsed(moveStock)) body: z.infer<typeof moveStock>, @Req() request: Request) {
    return this.#stock.moveStock(body, callerOfRequest(request).call);
  }

  @Get('stock-settings')
  @Describe({
    id: 'getStockSettings',
    summary: "The station's settings of stock",
    needs: 'stock:settings.read',
    answer: stationSettings,
  })
  settings(@Req() request: Request) {
    return this.#stock.getStationSettings({}, callerOfRequest(request).call);
  }

  @Put('stock-settings')
  @Describe({
    id: 'setStockSettings',
    summary: "Set the station's settings of stock",
    needs: 'stock:settings.change',
    idempotent: true,
    body: stationSettings,
    answer: stationSettings,
  })
  setSettings(@Body(new Parsed(stationSettings)) settings: z.infer<typeof stationSettings>, @Req() request: Request) {
    return this.#stock.setStationSettings({ settings }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
