import type { ListQuery } from '@navette/contracts/common/v1/common';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import {
  anId,
  callerOfRequest,
  Describe,
  instants,
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

const stationTransfer = z
  .object({
    id: z.string(),
    version: z.string(),
    number: z.string(),
    side: z.enum(['incoming', 'outgoing']),
    stationId: z.string().describe('The other station'),
    stationCode: z.string(),
    stationName: z.string(),
    partId: z.string(),
    reference: z.string(),
    designation: z.string(),
    needId: z.string().describe('What incoming parts are for; empty of outgoing ones'),
    originKind: z.string(),
    originId: z.string(),
    originNumber: z.string(),
    asked: z.string().describe('4 decimals; what was not accepted of it waits again for its need'),
    quantity: z.string().describe('What is sent, or will be; 4 decimals'),
    state: z.enum(['requested', 'accepted', 'refused', 'issued', 'received', 'cancelling', 'cancelled']),
    value: z.string().describe('What the parts left for, 2 decimals; empty until they have'),
    received: z.string().describe('4 decimals; empty until they have arrived'),
    lost: z.string(),
    lostValue: z.string(),
    refusal: z.enum(['', 'by-hand', 'part-unknown', 'station-unknown']),
    reason: z.string(),
    requestedAt: z.string(),
    issuedAt: z.string(),
    closedAt: z.string(),
    sagaId: z.string(),
  })
  .meta({ id: 'StationTransfer' });
const requestBody = z.strictObject({
  needId: z.string(),
  stationId: z.string().describe('The sister station'),
  quantity: z.string().describe('At most what waits of the need'),
});
const acceptBody = z.strictObject({
  quantity: z.string().max(20).default('').describe('What will be sent, at most what was asked; empty for all of it'),
});
const refuseBody = z.strictObject({ reason: z.string().describe('At most 200 characters; told to the other station') });
const receiveBody = z.strictObject({
  quantity: z.string().describe('What has arrived, from 0 to what was sent'),
  reason: z.string().default('').describe('Wanted where parts are missing; at most 200 characters'),
});
const stockOf = z.object({ partId: z.string() });

const transferList: ListGrammar = {
  filters: {
    side: oneOf(...stationTransfer.shape.side.options),
    state: oneOf(...stationTransfer.shape.state.options),
    stationId: anId,
    partId: anId,
    needId: anId,
    number: textBy('eq', 'in', 'prefix'),
    requestedAt: instants,
  },
  sorts: ['requestedAt', 'number'],
  defaultSort: '-requestedAt',
};

/** ST-15: parts that go from one station of the network to another. */
@Controller('api/v1')
export class StationTransfersHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('network-stock')
  @Describe({
    id: 'listNetworkStock',
    summary: 'What sister stations have free of a part, the most first',
    needs: 'stock:station-transfer.read',
    query: stockOf,
    answer: z.object({
      stations: z.array(z.object({ stationId: z.string(), code: z.string(), name: z.string(), free: z.string() })),
    }),
  })
  networkStock(@Query(new Parsed(stockOf)) { partId }: z.infer<typeof stockOf>, @Req() request: Request) {
    return this.#stock.listNetworkStock({ partId }, callerOfRequest(request).call);
  }

  @Get('station-transfers')
  @Describe({
    id: 'listStationTransfers',
    summary: 'Transfers from and to sister stations, the latest first',
    needs: 'stock:station-transfer.read',
    query: listParameters(transferList),
    answer: z.object({ transfers: z.array(stationTransfer), nextCursor: z.string() }),
  })
  list(@Query(new ParsedList(transferList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listStationTransfers({ query }, callerOfRequest(request).call);
  }

  @Post('station-transfers')
  @Describe({
    id: 'requestStationTransfer',
    summary: 'Asks a sister station for parts that a need waits for',
    needs: 'stock:station-transfer.request',
    idempotent: true,
    body: requestBody,
    answer: stationTransfer,
    status: 201,
  })
  ask(@Body(new Parsed(requestBody)) body: z.infer<typeof requestBody>, @Req() request: Request) {
    return this.#stock.requestStationTransfer(body, callerOfRequest(request).call);
  }

  @Get('station-transfers/:id')
  @Describe({
    id: 'getStationTransfer',
    summary: 'One transfer, as this station sees it',
    needs: 'stock:station-transfer.read',
    answer: stationTransfer,
  })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getStationTransfer({ id }, callerOfRequest(request).call);
  }

  @Get('station-transfers/:id/document.pdf')
  @Describe({
    id: 'getStationTransferPdf',
    summary: 'The note that goes with the parts, by the station that sends them, in the language of who asks',
    needs: 'stock:station-transfer.read',
    answer: 'application/pdf',
  })
  async document(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const asked = { id, language: localeOf(request) };
    sendPaper(response, await this.#stock.printStationTransfer(asked, callerOfRequest(request).call));
  }

  @Post('station-transfers/:id/accept')
  @Describe({
    id: 'acceptStationTransfer',
    summary: 'The parts that are asked for here will be sent, or some of them',
    needs: 'stock:station-transfer.answer',
    idempotent: true,
    body: acceptBody,
    answer: stationTransfer,
  })
  accept(
    @Param('id') id: string,
    @Body(new Parsed(acceptBody)) { quantity }: z.infer<typeof acceptBody>,
    @Req() request: Request,
  ) {
    return this.#stock.acceptStationTransfer({ id, quantity }, callerOfRequest(request).call);
  }

  @Post('station-transfers/:id/refuse')
  @Describe({
    id: 'refuseStationTransfer',
    summary: 'The parts will not be sent, and why; also after they were accepted',
    needs: 'stock:station-transfer.answer',
    idempotent: true,
    body: refuseBody,
    answer: stationTransfer,
  })
  refuse(
    @Param('id') id: string,
    @Body(new Parsed(refuseBody)) { reason }: z.infer<typeof refuseBody>,
    @Req() request: Request,
  ) {
    return this.#stock.refuseStationTransfer({ id, reason }, callerOfRequest(request).call);
  }

  @Post('station-transfers/:id/issue')
  @Describe({
    id: 'issueStationTransfer',
    summary: 'The parts leave: they are in transit',
    needs: 'stock:station-transfer.answer',
    idempotent: true,
    answer: stationTransfer,
  })
  issue(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.issueStationTransfer({ id }, callerOfRequest(request).call);
  }

  @Post('station-transfers/:id/receive')
  @Describe({
    id: 'receiveStationTransfer',
    summary: 'The parts have arrived, or some of them; the need that asked is served first',
    needs: 'stock:station-transfer.receive',
    idempotent: true,
    body: receiveBody,
    answer: stationTransfer,
  })
  receive(
    @Param('id') id: string,
    @Body(new Parsed(receiveBody)) body: z.infer<typeof receiveBody>,
    @Req() request: Request,
  ) {
    return this.#stock.receiveStationTransfer({ id, ...body }, callerOfRequest(request).call);
  }

  @Post('station-transfers/:id/cancel')
  @Describe({
    id: 'cancelStationTransfer',
    summary: 'By the station that asked: the parts are wanted no more; what has left meanwhile stays on its way',
    needs: 'stock:station-transfer.request',
    idempotent: true,
    answer: stationTransfer,
  })
  cancel(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.cancelStationTransfer({ id }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
