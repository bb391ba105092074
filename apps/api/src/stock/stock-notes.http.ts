import type { ListQuery } from '@navette/contracts/common/v1/common';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import {
  callerOfRequest,
  days,
  Describe,
  listParameters,
  localeOf,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';
import { readBody } from '../upload.js';

const kind = z.enum(['stock_in', 'stock_out']);
const stockNote = z
  .object({
    id: z.string(),
    number: z.string(),
    kind,
    date: z.string().describe('What the note says; movements count from when it was recorded'),
    placeId: z.string().describe('Empty: the depot'),
    placeCode: z.string(),
    placeLabel: z.string(),
    comment: z.string(),
    value: z.string().describe('Of all lines, without VAT, 2 decimals'),
    recordedAt: z.string(),
    lines: z
      .array(
        z.object({
          id: z.string(),
          partId: z.string(),
          reference: z.string(),
          designation: z.string(),
          quantity: z.string().describe('4 decimals'),
          unitCost: z.string().describe('4 decimals; empty on a stock-out note'),
          value: z.string().describe('At the unit cost, or at the average of that moment'),
          reasonId: z.string(),
          reason: z.string().describe('Why it went out; empty where nobody said'),
        }),
      )
      .describe('In lists there are none'),
    attachments: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          mediaType: z.string().describe('`application/pdf` or `image/png`'),
          size: z.int().describe('In bytes'),
          addedAt: z.string(),
        }),
      )
      .describe('In the order in which they came, 20 at most; in lists there are none'),
  })
  .meta({ id: 'StockNote' });

const createStockNote = z.strictObject({
  kind: z.string().max(20).describe('`stock_in` or `stock_out`'),
  date: z.string().max(10).default('').describe('YYYY-MM-DD, not after today in the station; empty: today'),
  placeId: z.string().max(36).default('').describe('Empty: the depot'),
  lines: z
    .array(
      z.strictObject({
        partId: z.string().max(36),
        quantity: z.string().max(20).describe('Above zero, up to 4 decimals'),
        unitCost: z.string().max(20).default('').describe('On a stock-in note; empty: what a unit costs now'),
        reasonId: z.string().max(36).default('').describe('On a stock-out note: a discrepancy reason, or empty'),
      }),
    )
    .max(200)
    .describe('Each part once'),
  comment: z.string().max(1_000).default('').describe('Printed'),
});

const ATTACHED = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'];
const attachmentQuery = z.strictObject({ name: z.string().max(200).default('').describe('As the file is called') });

const noteList: ListGrammar = {
  filters: {
    kind: oneOf(...kind.options),
    number: textBy('eq', 'in', 'prefix'),
    date: days,
    // An id, or `depot`.
    placeId: textBy('eq'),
  },
  sorts: ['recordedAt', 'number', 'date'],
  defaultSort: '-recordedAt',
};

/** E-077: what comes in and goes out by hand. */
@Controller('api/v1/stock-notes')
export class StockNotesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listStockNotes',
    summary: 'Stock-in and stock-out notes, the latest first, without their lines',
    needs: 'stock:stock-note.read',
    query: listParameters(noteList),
    answer: z.object({ notes: z.array(stockNote), nextCursor: z.string() }),
  })
  list(@Query(new ParsedList(noteList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listStockNotes({ query }, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createStockNote',
    summary: 'Parts come in or go out by hand, all of them or none; the note is never changed',
    needs: 'stock:stock-note.create',
    idempotent: true,
    body: createStockNote,
    answer: stockNote,
    status: 201,
  })
  create(@Body(new Parsed(createStockNote)) body: z.infer<typeof createStockNote>, @Req() request: Request) {
    return this.#stock.createStockNote(body, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getStockNote', summary: 'One stock note', needs: 'stock:stock-note.read', answer: stockNote })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getStockNote({ id }, callerOfRequest(request).call);
  }

  @Get(':id/document.pdf')
  @Describe({
    id: 'getStockNotePdf',
    summary: 'The paper of a stock note, in the language of who asks',
    needs: 'stock:stock-note.read',
    answer: 'application/pdf',
  })
  async pdf(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const asked = { id, language: localeOf(request) };
    sendPaper(response, await this.#stock.printStockNote(asked, callerOfRequest(request).call));
  }

  @Post(':id/attachments')
  @Describe({
    id: 'addStockNoteAttachment',
    summary: 'Keep a file with a stock note, for good: a PDF as it is, or a picture as a PNG of at most 2000 × 2000',
    needs: 'stock:stock-note.attach',
    idempotent: true,
    query: attachmentQuery,
    body: ATTACHED,
    answer: stockNote,
    status: 200,
  })
  async attach(
    @Param('id') id: string,
    @Query(new Parsed(attachmentQuery)) { name }: z.infer<typeof attachmentQuery>,
    @Req() request: Request,
  ) {
    const asked = { id, name, content: await readBody(request) };
    return this.#stock.addStockNoteAttachment(asked, callerOfRequest(request).call);
  }

  @Get(':id/attachments/:attachmentId')
  @Describe({
    id: 'getStockNoteAttachment',
    summary: 'A file of a stock note',
    needs: 'stock:stock-note.read',
    answer: 'application/octet-stream',
  })
  async attachment(
    @Param('id') id: string,
    @Param('attachmentId') attachmentId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asked = { id, attachmentId };
    const { content, mediaType, name } = await this.#stock.getStockNoteAttachment(asked, callerOfRequest(request).call);
    // Saved, not shown: a stranger's PDF is no page of ours.
    response.attachment(name);
    response.setHeader('cache-control', 'private, no-store');
    response.type(mediaType).send(Buffer.from(content));
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
