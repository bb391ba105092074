import { documentHeader } from '@navette/api-schema';
import { DocumentHeader, type ListQuery } from '@navette/contracts/common/v1/common';
import {
  InterventionsServiceService as Interventions,
  ListInterventionFilesRequest,
} from '@navette/contracts/interventions/v1/service';
import { StockServiceService as Stock, type StockLevel } from '@navette/contracts/stock/v1/service';
import { DomainError } from '@navette/kernel';
import {
  anId,
  callerOfRequest,
  Describe,
  instants,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import type { CallContext } from '@navette/platform/rpc';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { headerShown } from '../parties/parties.http.js';
import { lineStock, partsOf } from './line-stock.js';
import { priceExplanation } from '../stock/price-explanation.js';
import { product } from './product.js';

/** As many as stock answers at once. */
const LEVELS_AT_ONCE = 200;

const payer = z.enum(['consumer', 'ordering_party']);
const kind = z.enum(['part', 'special_item']);

const line = z.object({
  id: z.string(),
  kind,
  partId: z.string(),
  reference: z.string(),
  designation: z.string(),
  quantity: z.string().describe('4 decimals'),
  quantityAllocated: z.string(),
  quantityUsed: z.string().describe('Empty until reported'),
  unitPrice: z.string().describe('Without VAT, 4 decimals'),
  discount: z.string().describe('A fraction, 4 decimals'),
  payer,
  state: z.enum(['open', 'cancelled']),
  offStock: z.boolean(),
  ventilationCode: z.string(),
  vatCategory: z.enum(['standard', 'intermediate', 'reduced', 'super_reduced']),
  note: z.string(),
  priceExplanation: priceExplanation.optional().describe('Why it has this price; absent where somebody typed it'),
});

const interventionFile = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    type: z.enum(['workshop', 'home']),
    state: z.enum(['open', 'finished', 'billing', 'billed', 'cancelled']),
    consumerPartyId: z.string(),
    orderingPartyKind: z.enum(['manufacturer', 'reseller', 'other', 'consumer']),
    orderingPartyId: z.string(),
    resellerPartyId: z.string().describe('Who sold the appliance; empty where none is named'),
    missionOrderId: z.string(),
    missionExternalNumber: z.string(),
    product,
    symptom: z.string(),
    comment: z.string(),
    openedAt: z.string(),
    lines: z.array(line),
    statuses: z.array(
      z.object({
        id: z.string(),
        code: z.number().int(),
        key: z.string(),
        label: z.string().describe('French'),
        labelEn: z.string(),
        colour: z.string().describe('#rrggbb'),
        phase: z.string(),
        at: z.string(),
        by: z.string().describe('user:<id> or system'),
        comment: z.string(),
      }),
    ),
    arrivals: z.array(
      z.object({
        allocationId: z.string(),
        lineId: z.string(),
        quantity: z.string(),
        at: z.string(),
        state: z.enum(['confirmed', 'withdrawn']),
      }),
    ),
    documents: z.array(z.object({ id: z.string(), kind: z.string(), number: z.string(), total: z.string() })),
    billingRefusal: z.string().describe('Error code; empty when billing did not refuse'),
    billingRefusalParams: z.record(z.string(), z.string()),
    header: headerShown.optional().describe('Whom the file is for and how it pays, on the file alone'),
  })
  .meta({ id: 'InterventionFile' });

const lineStockShown = z
  .object({
    free: z.string().describe('Of the part, not promised to anybody; 4 decimals'),
    enough: z.boolean().describe('What the line still wants is there: the bullet is green'),
  })
  .nullable()
  .describe('Null for special items, and where stockMissing says why');
const openedFile = interventionFile
  .extend({
    lines: z.array(line.extend({ stock: lineStockShown })),
    stockMissing: z.string().describe('Error code of what kept stock from answering; empty where it did'),
  })
  .meta({ id: 'OpenedInterventionFile' });

const fileList: ListGrammar = {
  filters: {
    id: anId,
    state: oneOf(...interventionFile.shape.state.options),
    type: oneOf(...interventionFile.shape.type.options),
    statusCode: { operators: ['eq', 'in'], value: z.string().regex(/^[1-9]\d{0,3}$/) },
    statusKey: textBy('eq'),
    number: textBy('eq', 'in', 'prefix'),
    missionExternalNumber: textBy('eq', 'prefix'),
    serialNumber: textBy('eq'),
    consumerPartyId: anId,
    orderingPartyId: anId,
    openedAt: instants,
  },
  sorts: ['openedAt', 'number', 'statusAt'],
  defaultSort: '-openedAt',
};
const filePage = z.object({ files: z.array(interventionFile), nextCursor: z.string() });

const newLines = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        kind,
        reference: z.string().max(100),
        quantity: z.string().max(40),
        unitPrice: z.string().max(40).default('').describe('Empty: the sale price of the catalogue'),
        payer: payer.or(z.literal('')).default('').describe('Empty: the default of the file'),
        offStock: z.boolean().default(false),
        discount: z.string().max(40).default('').describe('A fraction: 0.1 for 10 %'),
        note: z.string().max(1_000).default(''),
      }),
    )
    .min(1)
    .max(200),
});
const lineChange = z.strictObject({
  unitPrice: z.string().max(40),
  discount: z.string().max(40),
  payer,
  note: z.string().max(1_000),
});
const billing = z.strictObject({
  handBack: z.boolean().default(false).describe('The appliance of a workshop file is handed back now'),
});
const newStatus = z.strictObject({
  code: z.int().min(1).max(9999),
  comment: z.string().max(500).default(''),
});
const shipment = z.strictObject({
  comment: z.string().max(500).default('').describe('Printed on the shuttle note'),
});
const cancellation = z.strictObject({ reason: z.string().max(500) });
const report = z.strictObject({
  used: z
    .array(z.strictObject({ lineId: z.string(), quantity: z.string().max(40) }))
    .max(1_000)
    .default([])
    .describe('Lines not named were used as planned'),
});

@Controller('api/v1/intervention-files')
export class InterventionFilesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listInterventionFiles',
    summary: 'Intervention files, latest first',
    needs: 'interventions:file.read',
    query: listParameters(fileList),
    answer: filePage,
  })
  list(@Query(new ParsedList(fileList)) query: ListQuery, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    return this.#interventions.listInterventionFiles(ListInterventionFilesRequest.fromPartial({ query }), call);
  }

  @Get(':id')
  @Describe({
    id: 'getInterventionFile',
    summary: 'One intervention file with its lines and what stock has for them, timeline and documents',
    needs: 'interventions:file.read',
    answer: openedFile,
  })
  async get(@Param('id') id: string, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    const file = await this.#interventions.getInterventionFile({ id }, call);
    const levels = await this.#levels(partsOf(file.lines), call);
    const missing = typeof levels === 'string';
    const lines = file.lines.map((line) => ({ ...line, stock: missing ? null : lineStock(line, levels) }));
    return { ...file, lines, stockMissing: missing ? levels : '' };
  }

  /** Stock of the parts; the error code where stock is away, or the caller may not see it. */
  async #levels(partIds: readonly string[], call: CallContext): Promise<Map<string, StockLevel> | string> {
    const levels = new Map<string, StockLevel>();
    try {
      for (let from = 0; from < partIds.length; from += LEVELS_AT_ONCE) {
        const some = partIds.slice(from, from + LEVELS_AT_ONCE);
        const request = { partIds: some, negativeOnly: false, page: { limit: LEVELS_AT_ONCE, cursor: '' } };
        const answer = await this.clients.get(Stock).listStockLevels(request, call);
        for (const level of answer.levels) levels.set(level.partId, level);
      }
      return levels;
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  @Post(':id/lines')
  @Describe({
    id: 'addFileLines',
    summary: 'Add lines of parts and special items; parts from stock become needs',
    needs: 'interventions:file.edit',
    idempotent: true,
    body: newLines,
    answer: interventionFile,
    status: 201,
  })
  addLines(
    @Param('id') fileId: string,
    @Body(new Parsed(newLines)) { lines }: z.infer<typeof newLines>,
    @Req() request: Request,
  ) {
    return this.#interventions.addFileLines({ fileId, lines }, callerOfRequest(request).call);
  }

  @Put(':id/lines/:lineId')
  @Describe({
    id: 'changeFileLine',
    summary: 'Replace price, discount, payer and note of a line',
    needs: 'interventions:file.edit',
    idempotent: true,
    body: lineChange,
    answer: interventionFile,
  })
  changeLine(
    @Param('id') fileId: string,
    @Param('lineId') lineId: string,
    @Body(new Parsed(lineChange)) change: z.infer<typeof lineChange>,
    @Req() request: Request,
  ) {
    return this.#interventions.changeFileLine({ fileId, lineId, ...change }, callerOfRequest(request).call);
  }

  @Post(':id/statuses')
  @Describe({
    id: 'addFileStatus',
    summary: 'Set a status that no step of the system sets',
    needs: 'interventions:file.status',
    idempotent: true,
    body: newStatus,
    answer: interventionFile,
    status: 201,
  })
  addStatus(
    @Param('id') fileId: string,
    @Body(new Parsed(newStatus)) { code, comment }: z.infer<typeof newStatus>,
    @Req() request: Request,
  ) {
    return this.#interventions.addFileStatus({ fileId, code, comment }, callerOfRequest(request).call);
  }

  @Put(':id/header')
  @Describe({
    id: 'changeFileHeader',
    summary: 'Change whom a file is for and how it pays, on the file alone',
    needs: 'interventions:file.edit',
    idempotent: true,
    versioned: true,
    body: documentHeader,
    answer: interventionFile,
  })
  changeHeader(
    @Param('id') fileId: string,
    @Body(new Parsed(documentHeader)) header: z.infer<typeof documentHeader>,
    @Req() request: Request,
  ) {
    const changed = { fileId, expectedVersion: versionSeen(request), header: DocumentHeader.fromPartial(header) };
    return this.#interventions.changeFileHeader(changed, callerOfRequest(request).call);
  }

  @Post(':id/lines/:lineId/cancel')
  @Describe({
    id: 'cancelFileLine',
    summary: 'Cancel a line; what was allocated to it becomes free',
    needs: 'interventions:file.edit',
    idempotent: true,
    answer: interventionFile,
  })
  cancelLine(@Param('id') fileId: string, @Param('lineId') lineId: string, @Req() request: Request) {
    return this.#interventions.cancelFileLine({ fileId, lineId }, callerOfRequest(request).call);
  }

  @Post(':id/cancel')
  @Describe({
    id: 'cancelInterventionFile',
    summary: 'Cancel a file, with a reason',
    needs: 'interventions:file.cancel',
    idempotent: true,
    body: cancellation,
    answer: interventionFile,
  })
  cancel(
    @Param('id') fileId: string,
    @Body(new Parsed(cancellation)) { reason }: z.infer<typeof cancellation>,
    @Req() request: Request,
  ) {
    return this.#interventions.cancelFile({ fileId, reason }, callerOfRequest(request).call);
  }

  @Post(':id/finish')
  @Describe({
    id: 'finishInterventionFile',
    summary: 'Say that a file is finished and to be billed, with the quantities used',
    needs: 'interventions:file.finish',
    idempotent: true,
    body: report,
    answer: interventionFile,
  })
  finish(
    @Param('id') fileId: string,
    @Body(new Parsed(report)) { used }: z.infer<typeof report>,
    @Req() request: Request,
  ) {
    return this.#interventions.finishFile({ fileId, used }, callerOfRequest(request).call);
  }

  @Post(':id/ship')
  @Describe({
    id: 'shipInterventionFile',
    summary: 'Send the appliance of a finished workshop file back; its shuttle note follows',
    needs: 'interventions:file.ship',
    idempotent: true,
    body: shipment,
    answer: interventionFile,
  })
  ship(
    @Param('id') fileId: string,
    @Body(new Parsed(shipment)) { comment }: z.infer<typeof shipment>,
    @Req() request: Request,
  ) {
    return this.#interventions.shipFile({ fileId, comment }, callerOfRequest(request).call);
  }

  @Post(':id/bill')
  @Describe({
    id: 'billInterventionFile',
    summary: 'Give a finished file to billing; the appliance of a workshop file is handed back now, or to be',
    needs: 'interventions:file.bill',
    idempotent: true,
    body: billing,
    answer: interventionFile,
  })
  bill(
    @Param('id') fileId: string,
    @Body(new Parsed(billing)) { handBack }: z.infer<typeof billing>,
    @Req() request: Request,
  ) {
    return this.#interventions.billFile({ fileId, handBack }, callerOfRequest(request).call);
  }

  get #interventions() {
    return this.clients.get(Interventions);
  }
}
