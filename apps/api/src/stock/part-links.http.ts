import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { part } from './parts.http.js';

const link = z.object({
  partId: z.string(),
  reference: z.string(),
  designation: z.string(),
  state: z.enum(['active', 'exhausted']),
  free: z.string().describe('In the station, 4 decimals'),
});
const links = z
  .object({
    equivalents: z.array(link),
    replacements: z.array(link).describe('What replaces it'),
    replaces: z.array(link).describe('What it replaces'),
  })
  .meta({ id: 'PartLinks' });

const kind = z.enum(['equivalent', 'replacement']).describe('Each for the other, or the other replaces the part');
const linkParts = z.strictObject({ otherPartId: z.string(), kind });
const mergeStock = z.strictObject({ survivorPartId: z.string().max(36) });

const offers = z.object({
  offers: z
    .array(z.object({ part, kind, free: z.string().describe('In the station, 4 decimals') }))
    .describe('Active parts, what replaces it first; none for a part that can be ordered'),
});

/** ST-3 */
@Controller('api/v1/parts/:id')
export class PartLinksHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get('links')
  @Describe({
    id: 'listPartLinks',
    summary: 'Equivalents of a part, what replaces it and what it replaces',
    needs: 'stock:part.read',
    answer: links,
  })
  list(@Param('id') partId: string, @Req() request: Request) {
    return this.#stock.listPartLinks({ partId }, callerOfRequest(request).call);
  }

  @Post('links')
  @Describe({
    id: 'linkParts',
    summary: 'Say that another part stands for a part, or replaces it',
    needs: 'stock:part.change',
    idempotent: true,
    body: linkParts,
    answer: links,
    status: 200,
  })
  link(
    @Param('id') partId: string,
    @Body(new Parsed(linkParts)) body: z.infer<typeof linkParts>,
    @Req() request: Request,
  ) {
    return this.#stock.linkParts({ partId, ...body }, callerOfRequest(request).call);
  }

  @Post('unlink')
  @Describe({
    id: 'unlinkParts',
    summary: 'Take it back',
    needs: 'stock:part.change',
    idempotent: true,
    body: linkParts,
    answer: links,
    status: 200,
  })
  unlink(
    @Param('id') partId: string,
    @Body(new Parsed(linkParts)) body: z.infer<typeof linkParts>,
    @Req() request: Request,
  ) {
    return this.#stock.unlinkParts({ partId, ...body }, callerOfRequest(request).call);
  }

  @Post('merge-stock')
  @Describe({
    id: 'mergePartStock',
    summary: 'Make all stock of a part that of its replacement or equivalent',
    needs: 'stock:part.merge',
    idempotent: true,
    body: mergeStock,
    answer: links,
    status: 200,
  })
  merge(
    @Param('id') partId: string,
    @Body(new Parsed(mergeStock)) body: z.infer<typeof mergeStock>,
    @Req() request: Request,
  ) {
    return this.#stock.mergePartStock({ partId, ...body }, callerOfRequest(request).call);
  }

  @Get('offers')
  @Describe({
    id: 'offerReplacements',
    summary: 'What to offer instead of a part that can not be ordered any more',
    needs: 'stock:part.read',
    answer: offers,
  })
  offers(@Param('id') partId: string, @Req() request: Request) {
    return this.#stock.offerReplacements({ partId }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
