import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sendPaper } from '../send-paper.js';

const origin = z.strictObject({ originId: z.string().max(40).describe('An intervention file or a customer order') });

const shuttleNote = z
  .object({
    id: z.string(),
    number: z.string(),
    originKind: z.enum(['intervention_file', 'customer_order']),
    originId: z.string(),
    originNumber: z.string(),
    issuedAt: z.string(),
    issuedBy: z.string().describe('`user:<id>` or `system`'),
  })
  .meta({ id: 'ShuttleNote' });

/** ST-16: notes that go with what is sent. */
@Controller('api/v1/shuttle-notes')
export class ShuttleNotesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listShuttleNotes',
    summary: 'Shuttle notes of a file or of an order, in the order they were made',
    needs: 'stock:preparation.read',
    query: origin,
    answer: z.object({ notes: z.array(shuttleNote) }),
  })
  list(@Query(new Parsed(origin)) { originId }: z.infer<typeof origin>, @Req() request: Request) {
    return this.#stock.listShuttleNotes({ originId }, callerOfRequest(request).call);
  }

  @Get(':id/document.pdf')
  @Describe({
    id: 'getShuttleNotePdf',
    summary: 'A shuttle note, ready to print',
    needs: 'stock:preparation.read',
    answer: 'application/pdf',
  })
  async document(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    sendPaper(response, await this.#stock.printShuttleNote({ id }, callerOfRequest(request).call));
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
