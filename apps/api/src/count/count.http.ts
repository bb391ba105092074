import { RecordCountsRequest, type CountSession } from '@navette/contracts/stock/v1/inventories';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { Describe, Parsed, requestIdOf } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { addLine, progress } from '../stock/inventories.http.js';
import { LiveStreams } from '../live/live-streams.js';
import { RefreshCookie } from '../session/refresh-cookie.js';

/** A stream ends so often: whose phone was revoked since is told when it comes back. */
const STREAM_MS = 300_000;
const MONTH_SECONDS = 2_592_000;

const byToken = 'the cookie of a phone that came by a link: it counts one inventory and sees nothing else';

const session = z
  .object({
    inventoryId: z.string(),
    number: z.string(),
    label: z.string(),
    place: z.string().describe('What is counted there; empty: the depot'),
    deviceId: z.string(),
    counter: z.string(),
    lastOperation: z.number().describe('The highest that was recorded of this phone'),
    grows: z.boolean().describe('What is scanned and not in it yet joins it'),
  })
  .meta({ id: 'CountSession' });
const standing = z.enum(['none', 'counted', 'recount']);
const line = z
  .object({
    id: z.string(),
    reference: z.string(),
    designation: z.string(),
    locationCode: z.string(),
    barcodes: z.array(z.string()),
    standing,
    ownQuantity: z.string().describe('The last figure of this phone'),
    counters: z.array(z.string()).describe('Who has counted it'),
    sequence: z.string().describe('To be sent with a figure'),
    position: z.number(),
    removed: z.boolean().describe('Not in the inventory any more'),
  })
  .meta({ id: 'CountLine' });
const lines = z.object({
  lines: z.array(line),
  more: z.boolean(),
  grows: z.boolean().describe('As in the session; it changes with the scope'),
  version: z.string().describe('Of the first page: `since` of the next time'),
  progress,
});
const added = z.object({ line, progress });
const recorded = z
  .object({
    results: z.array(
      z.object({
        operation: z.number(),
        outcome: z.string().describe('`recorded`, `moved`, or the code of what is wrong'),
        standing: z.string(),
        sequence: z.string(),
      }),
    ),
    progress,
  })
  .meta({ id: 'RecordedCounts' });

const join = z.strictObject({
  secret: z.string().min(1).max(100).describe('What follows # in the link'),
  counter: z.string().max(200).describe('Who counts, as they call themselves'),
});
const page = z.strictObject({
  since: z
    .string()
    .regex(/^\d{1,9}$/)
    .default('0'),
  after: z.coerce.number().int().min(0).default(0).describe('Position of the last line of the page before'),
});
const record = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        operation: z.int().min(0),
        lineId: z.string(),
        quantity: z.string().max(20),
        sequence: z.string().regex(/^\d{1,19}$/),
      }),
    )
    .min(1)
    .max(200),
});

/** ST-14: phones that count without an account. */
@Controller('api/v1/count')
export class CountHttp {
  constructor(
    private readonly clients: RpcClients,
    private readonly cookie: RefreshCookie,
    private readonly streams: LiveStreams,
  ) {}

  @Post('join')
  @Describe({ id: 'joinCount', summary: 'Become a phone of an inventory, by the secret of its link', public: 'the secret of the link', body: join, answer: session, status: 201 }) // prettier-ignore
  async join(
    @Body(new Parsed(join)) body: z.infer<typeof join>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.cookie.assertOurs(request);
    const { token, session: joined } = await this.#stock.joinCount(body, nobody(request));
    this.cookie.writeCount(response, token, MONTH_SECONDS);
    return shown(joined as CountSession);
  }

  @Get('session')
  @Describe({ id: 'getCountSession', summary: 'Which inventory this phone counts', public: byToken, answer: session })
  async session(@Req() request: Request) {
    return shown(await this.#stock.getCountSession({ token: this.#token(request) }, nobody(request)));
  }

  @Get('lines')
  @Describe({ id: 'listCountLines', summary: 'What is to be counted, or what of it has changed', public: byToken, query: page, answer: lines }) // prettier-ignore
  lines(@Query(new Parsed(page)) { since, after }: z.infer<typeof page>, @Req() request: Request) {
    return this.#stock.listCountLines({ token: this.#token(request), since, after }, nobody(request));
  }

  @Post('lines')
  @Describe({ id: 'addCountLine', summary: 'The line of a part, which joins an inventory that was opened empty', public: byToken, body: addLine, answer: added }) // prettier-ignore
  addLine(@Body(new Parsed(addLine)) { code }: z.infer<typeof addLine>, @Req() request: Request) {
    this.cookie.assertOurs(request);
    return this.#stock.addCountLine({ token: this.#token(request), code }, nobody(request));
  }

  @Post('entries')
  @Describe({ id: 'recordCounts', summary: 'Figures that this phone has counted; what comes again counts once', public: byToken, body: record, answer: recorded }) // prettier-ignore
  record(@Body(new Parsed(record)) { entries }: z.infer<typeof record>, @Req() request: Request) {
    this.cookie.assertOurs(request);
    const counted = RecordCountsRequest.fromPartial({ token: this.#token(request), entries });
    return this.#stock.recordCounts(counted, nobody(request));
  }

  @Get('live')
  @Describe({ id: 'countLive', summary: 'That something changed in the inventory this phone counts', public: byToken, answer: 'text/event-stream' }) // prettier-ignore
  async live(@Req() request: Request, @Res() response: Response): Promise<void> {
    const token = this.#token(request);
    const { stationId, inventoryId } = await this.#stock.getCountSession({ token }, nobody(request));
    await this.streams.follow(request, response, {
      stationId,
      endsInMs: STREAM_MS,
      maySee: ({ aggregate }) => Promise.resolve(aggregate.type === 'inventory' && aggregate.id === inventoryId),
    });
  }

  #token(request: Request): string {
    return this.cookie.readCount(request);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}

function nobody(request: Request) {
  const requestId = requestIdOf(request);
  return { token: '', requestId, correlationId: requestId };
}

/** Without the station: a phone has no use for it. */
function shown({ inventoryId, number, label, place, deviceId, counter, lastOperation, grows }: CountSession) {
  return { inventoryId, number, label, place, deviceId, counter, lastOperation, grows };
}
