import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  ChangeInventoryScopeRequest,
  ListInventoriesRequest,
  ListInventoryLinesRequest,
  OpenInventoryRequest,
  SetInventoryLinesRequest,
} from '@navette/contracts/stock/v1/inventories';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import {
  anId,
  callerOfRequest,
  days,
  Describe,
  instants,
  listParameters,
  localeOf,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';
import { RefreshCookie } from '../session/refresh-cookie.js';

const ids = z.array(z.string()).max(1_000).default([]);
const scopeKinds = ['all', 'stocked', 'stocked_and_located', 'selection', 'empty'] as const;
const groups = ['none', 'family', 'location', 'supplier'] as const;
const orders = ['location', 'reference', 'family', 'supplier'] as const;
const standings = ['none', 'counted', 'recount'] as const;

export const progress = z
  .object({
    lines: z.number(),
    counted: z.number().describe('Lines on which the phones agree'),
    recount: z.number().describe('Lines that the phones count anew'),
    entered: z.number().describe('Lines of which the inventory has a quantity'),
    ticked: z.number(),
  })
  .meta({ id: 'InventoryProgress' });

const inventory = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    label: z.string(),
    state: z.enum(['counting', 'validated', 'cancelled']),
    scope: z.object({
      kind: z.enum(scopeKinds),
      partIds: z.array(z.string()),
      familyIds: z.array(z.string()),
      locationIds: z.array(z.string()),
      supplierPartyIds: z.array(z.string()),
    }),
    groupBy: z.enum(groups),
    sortBy: z.enum(orders),
    toPost: z.boolean().describe('To be posted to accounting'),
    date: z.string().describe('What the sheet says; no movement is taken by it'),
    notes: z.string(),
    placeId: z.string().describe('The place that is counted; empty: the depot'),
    placeCode: z.string(),
    placeLabel: z.string(),
    openedAt: z.string(),
    closedAt: z.string(),
    progress,
    postedValue: z.string().describe('What its differences added to the value of stock'),
    differenceValue: z.string().describe('What validating it now would add; empty in lists'),
  })
  .meta({ id: 'Inventory' });

const line = z
  .object({
    id: z.string(),
    partId: z.string(),
    reference: z.string(),
    designation: z.string(),
    familyCode: z.string(),
    locationCode: z.string(),
    supplierPartyId: z.string(),
    position: z.number(),
    standing: z.enum(standings).describe('Of the phones'),
    standingQuantity: z.string().describe('What they agree on'),
    figures: z.array(
      z.object({
        counter: z.string().describe('As typed on the phone'),
        deviceId: z.string(),
        quantity: z.string(),
        moved: z.boolean().describe('Stock moved meanwhile: it does not count'),
        arrivedAt: z.string(),
      }),
    ),
    counted: z.string().describe('What the inventory has; empty while nothing'),
    ticked: z.boolean(),
    reasonId: z.string(),
    expected: z.string().describe('Stock at the movement up to which it was counted'),
    difference: z.string(),
    unitCost: z.string().describe('Average cost, 4 decimals'),
    differenceValue: z.string(),
    postedQuantity: z.string(),
    postedValue: z.string(),
  })
  .meta({ id: 'InventoryLine' });

const date = z.string().max(10).describe('YYYY-MM-DD');
const notes = z.string().max(2_000);
const chosenScope = z.strictObject({
  scope: z.strictObject({
    kind: z.enum(scopeKinds),
    partIds: ids,
    familyIds: ids,
    locationIds: ids,
    supplierPartyIds: ids,
  }),
  groupBy: z.enum(groups).default('none'),
  sortBy: z
    .enum(['', ...orders])
    .default('')
    .describe('Empty: location; reference elsewhere than at the depot'),
  takeOverStock: z.boolean().default(false).describe('Lines begin with what the books say'),
});
const openInventory = chosenScope.extend({
  label: z.string().max(80).default(''),
  date: date.default('').describe('YYYY-MM-DD; empty: today in the station'),
  notes: notes.default(''),
  placeId: z.string().max(36).default('').describe('A stock place that is offered; empty: the depot'),
  toPost: z.boolean().default(false),
});
const changeInventory = z.strictObject({
  label: z.string().max(80),
  toPost: z.boolean(),
  date: date.optional(),
  notes: notes.optional(),
});
const setInventoryLines = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        lineId: z.string(),
        counted: z.string().max(20).optional().describe('Absent leaves it; empty takes it back'),
        ticked: z.boolean().optional(),
        reasonId: z.string().optional().describe('Absent leaves it; empty for none'),
      }),
    )
    .min(1)
    .max(500),
});
export const addLine = z.strictObject({ code: z.string().min(1).max(100).describe('Barcode or reference of a part') });
const takeOver = z.strictObject({
  overwrite: z.boolean().default(false).describe('Also where the inventory has a quantity already'),
});
const taken = z.object({ inventory, taken: z.number() });

const news = z
  .object({
    changes: z.array(z.object({ kind: z.enum(['family', 'location', 'unit', 'stock']), lines: z.number() })),
  })
  .meta({ id: 'InventoryNews' });
const access = z
  .object({
    links: z.array(z.object({ id: z.string(), createdAt: z.string(), revokedAt: z.string() })),
    devices: z.array(
      z.object({
        id: z.string(),
        linkId: z.string(),
        counter: z.string().describe('As typed on the phone'),
        joinedAt: z.string(),
        seenAt: z.string(),
        revokedAt: z.string(),
        entries: z.number(),
      }),
    ),
  })
  .meta({ id: 'CountAccess' });
const link = z.object({
  linkId: z.string(),
  link: z.string().describe('Shown now and never again; a path where NAVETTE_API_PUBLIC_URL is not set'),
});
const revoke = z.strictObject({
  countLinkId: z.string().default('').describe('A link with every phone that came by it'),
  countDeviceId: z.string().default('').describe('Or one phone'),
});

const inventoryList: ListGrammar = {
  filters: {
    id: anId,
    placeId: textBy('eq'),
    state: oneOf(...inventory.shape.state.options),
    number: textBy('eq', 'in', 'prefix'),
    openedAt: instants,
    date: days,
  },
  sorts: ['openedAt', 'number', 'date'],
  defaultSort: '-openedAt',
};
const yesNo = { ...oneOf('true', 'false'), operators: ['eq'] };
const lineList: ListGrammar = {
  filters: {
    id: anId,
    partId: anId,
    reference: textBy('eq', 'prefix'),
    standing: oneOf(...standings),
    entered: yesNo,
    ticked: yesNo,
    differs: yesNo,
  },
  sorts: ['position', 'reference'],
  defaultSort: 'position',
};
const inventoryPage = z.object({ inventories: z.array(inventory), nextCursor: z.string() });
const linePage = z.object({ lines: z.array(line), nextCursor: z.string() });

/** ST-14, ST-19: inventories, as the office sees and enters them. */
@Controller('api/v1/inventories')
export class InventoriesHttp {
  constructor(
    private readonly clients: RpcClients,
    private readonly cookie: RefreshCookie,
  ) {}

  @Post()
  @Describe({ id: 'openInventory', summary: 'Open an inventory: what it counts is frozen from now on', needs: 'stock:inventory.open', idempotent: true, body: openInventory, answer: inventory, status: 201 }) // prettier-ignore
  open(@Body(new Parsed(openInventory)) body: z.infer<typeof openInventory>, @Req() request: Request) {
    return this.#stock.openInventory(OpenInventoryRequest.fromPartial(body), callerOfRequest(request).call);
  }

  @Get()
  @Describe({ id: 'listInventories', summary: 'Inventories, the latest first', needs: 'stock:inventory.read', query: listParameters(inventoryList), answer: inventoryPage }) // prettier-ignore
  list(@Query(new ParsedList(inventoryList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listInventories(ListInventoriesRequest.fromPartial({ query }), callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getInventory', summary: 'One inventory', needs: 'stock:inventory.read', answer: inventory })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getInventory({ id }, callerOfRequest(request).call);
  }

  @Patch(':id')
  @Describe({ id: 'changeInventory', summary: 'Its label, date and notes, and whether it is to be posted to accounting', needs: 'stock:inventory.open', idempotent: true, versioned: true, body: changeInventory, answer: inventory }) // prettier-ignore
  change(
    @Param('id') id: string,
    @Body(new Parsed(changeInventory)) body: z.infer<typeof changeInventory>,
    @Req() request: Request,
  ) {
    const change = { id, expectedVersion: versionSeen(request), ...body };
    return this.#stock.changeInventory(change, callerOfRequest(request).call);
  }

  @Post(':id/scope')
  @Describe({ id: 'changeInventoryScope', summary: 'What it counts is chosen anew: its lines are replaced, what was counted of them is lost', needs: 'stock:inventory.open', idempotent: true, versioned: true, body: chosenScope, answer: inventory }) // prettier-ignore
  changeScope(
    @Param('id') id: string,
    @Body(new Parsed(chosenScope)) body: z.infer<typeof chosenScope>,
    @Req() request: Request,
  ) {
    const change = { id, expectedVersion: versionSeen(request), ...body };
    return this.#stock.changeInventoryScope(
      ChangeInventoryScopeRequest.fromPartial(change),
      callerOfRequest(request).call,
    );
  }

  @Get(':id/lines')
  @Describe({ id: 'listInventoryLines', summary: 'Lines of an inventory, in the order of its sheets', needs: 'stock:inventory.read', query: listParameters(lineList), answer: linePage }) // prettier-ignore
  lines(@Param('id') inventoryId: string, @Query(new ParsedList(lineList)) query: ListQuery, @Req() request: Request) {
    const wanted = ListInventoryLinesRequest.fromPartial({ inventoryId, query });
    return this.#stock.listInventoryLines(wanted, callerOfRequest(request).call);
  }

  @Post(':id/news')
  @Describe({ id: 'tellInventoryNews', summary: 'What changed under the lines of an open inventory since the caller was told last', needs: 'stock:inventory.read', idempotent: true, answer: news }) // prettier-ignore
  news(@Param('id') inventoryId: string, @Req() request: Request) {
    return this.#stock.tellInventoryNews({ inventoryId }, callerOfRequest(request).call);
  }

  @Put(':id/lines')
  @Describe({ id: 'setInventoryLines', summary: 'Enter quantities, ticks and reasons, cell by cell', needs: 'stock:inventory.count', idempotent: true, body: setInventoryLines, answer: inventory }) // prettier-ignore
  setLines(
    @Param('id') inventoryId: string,
    @Body(new Parsed(setInventoryLines)) body: z.infer<typeof setInventoryLines>,
    @Req() request: Request,
  ) {
    const cells = SetInventoryLinesRequest.fromPartial({ inventoryId, ...body } as SetInventoryLinesRequest);
    return this.#stock.setInventoryLines(cells, callerOfRequest(request).call);
  }

  @Post(':id/lines')
  @Describe({ id: 'addInventoryLine', summary: 'The line of a part, which joins an inventory that was opened empty', needs: 'stock:inventory.count', idempotent: true, body: addLine, answer: line }) // prettier-ignore
  addLine(
    @Param('id') inventoryId: string,
    @Body(new Parsed(addLine)) { code }: z.infer<typeof addLine>,
    @Req() request: Request,
  ) {
    return this.#stock.addInventoryLine({ inventoryId, code }, callerOfRequest(request).call);
  }

  @Delete(':id/lines/:lineId')
  @Describe({ id: 'removeInventoryLine', summary: 'Take a line out of an inventory that was opened empty', needs: 'stock:inventory.count', idempotent: true, answer: inventory }) // prettier-ignore
  removeLine(@Param('id') inventoryId: string, @Param('lineId') lineId: string, @Req() request: Request) {
    return this.#stock.removeInventoryLine({ inventoryId, lineId }, callerOfRequest(request).call);
  }

  @Post(':id/tick')
  @Describe({ id: 'tickInventory', summary: 'Tick every line that has a quantity', needs: 'stock:inventory.count', idempotent: true, answer: inventory }) // prettier-ignore
  tick(@Param('id') inventoryId: string, @Req() request: Request) {
    return this.#stock.tickInventory({ inventoryId }, callerOfRequest(request).call);
  }

  @Post(':id/take-over')
  @Describe({ id: 'takeOverCounts', summary: 'What the phones agree on becomes the quantity of its lines', needs: 'stock:inventory.count', idempotent: true, body: takeOver, answer: taken }) // prettier-ignore
  takeOver(
    @Param('id') inventoryId: string,
    @Body(new Parsed(takeOver)) { overwrite }: z.infer<typeof takeOver>,
    @Req() request: Request,
  ) {
    return this.#stock.takeOverCounts({ inventoryId, overwrite }, callerOfRequest(request).call);
  }

  @Post(':id/validate')
  @Describe({ id: 'validateInventory', summary: 'Update stock: differences become movements, what was frozen is free', needs: 'stock:inventory.validate', idempotent: true, versioned: true, answer: inventory }) // prettier-ignore
  validate(@Param('id') id: string, @Req() request: Request) {
    const expectedVersion = versionSeen(request);
    return this.#stock.validateInventory({ id, expectedVersion }, callerOfRequest(request).call);
  }

  @Post(':id/reopen')
  @Describe({ id: 'reopenInventory', summary: 'Count a validated inventory again; what it posted stays', needs: 'stock:inventory.validate', idempotent: true, versioned: true, answer: inventory }) // prettier-ignore
  reopen(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.reopenInventory({ id, expectedVersion: versionSeen(request) }, callerOfRequest(request).call);
  }

  @Post(':id/cancel')
  @Describe({ id: 'cancelInventory', summary: 'Give an inventory up: stock stays as it is', needs: 'stock:inventory.validate', idempotent: true, versioned: true, answer: inventory }) // prettier-ignore
  cancel(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.cancelInventory({ id, expectedVersion: versionSeen(request) }, callerOfRequest(request).call);
  }

  @Get(':id/sheet')
  @Describe({ id: 'printCountSheet', summary: 'The count sheet, to be filled in by hand', needs: 'stock:inventory.read', answer: 'application/pdf' }) // prettier-ignore
  sheet(@Param('id') id: string, @Req() request: Request, @Res() response: Response) {
    return this.#print(id, 'sheet', request, response);
  }

  @Get(':id/final')
  @Describe({ id: 'printInventory', summary: 'The inventory with its valued differences', needs: 'stock:inventory.read', answer: 'application/pdf' }) // prettier-ignore
  final(@Param('id') id: string, @Req() request: Request, @Res() response: Response) {
    return this.#print(id, 'final', request, response);
  }

  @Get(':id/access')
  @Describe({ id: 'getCountAccess', summary: 'Links by which phones count, and those phones', needs: 'stock:inventory.share', answer: access }) // prettier-ignore
  access(@Param('id') inventoryId: string, @Req() request: Request) {
    return this.#stock.getCountAccess({ inventoryId }, callerOfRequest(request).call);
  }

  @Post(':id/links')
  @Describe({ id: 'createCountLink', summary: 'A link by which phones without an account count, until the inventory is closed', needs: 'stock:inventory.share', answer: link, status: 201 }) // prettier-ignore
  async share(
    @Param('id') inventoryId: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    response.setHeader('cache-control', 'no-store');
    const { linkId, secret } = await this.#stock.createCountLink({ inventoryId }, callerOfRequest(request).call);
    // In the fragment, which no server and no log of one gets to see.
    return { linkId, link: `${this.cookie.origin}/count#${secret}` };
  }

  @Post(':id/revoke')
  @Describe({ id: 'revokeCountAccess', summary: 'End a link with its phones, or one phone; what they counted stays', needs: 'stock:inventory.share', idempotent: true, body: revoke, answer: access }) // prettier-ignore
  revoke(
    @Param('id') inventoryId: string,
    @Body(new Parsed(revoke)) { countLinkId, countDeviceId }: z.infer<typeof revoke>,
    @Req() request: Request,
  ) {
    const ended = { inventoryId, linkId: countLinkId, deviceId: countDeviceId };
    return this.#stock.revokeCountAccess(ended, callerOfRequest(request).call);
  }

  async #print(id: string, kind: 'sheet' | 'final', request: Request, response: Response): Promise<void> {
    const wanted = { id, kind, language: localeOf(request) };
    const { pdf: content, fileName } = await this.#stock.printInventory(wanted, callerOfRequest(request).call);
    sendPaper(response, { content, fileName });
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
