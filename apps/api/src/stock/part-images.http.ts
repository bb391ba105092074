import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import { callerOfRequest, Describe, Parsed } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Delete, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { readBody } from '../upload.js';

const TYPES = ['image/png', 'image/jpeg', 'image/webp'];

const images = z
  .object({
    images: z.array(z.object({ id: z.string(), main: z.boolean() })).describe('The main one first, 12 at most'),
  })
  .meta({ id: 'PartImages' });
const size = z.strictObject({ small: z.enum(['true', 'false']).optional().describe('At most 200 × 200') });

/** ST-1: pictures of a part. */
@Controller('api/v1/parts/:id/images')
export class PartImagesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({ id: 'listPartImages', summary: 'Pictures of a part', needs: 'stock:part.read', answer: images })
  list(@Param('id') partId: string, @Req() request: Request) {
    return this.#stock.listPartImages({ partId }, callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'addPartImage',
    summary: 'Add a picture: PNG, JPEG or WebP, at most 2 MiB; it is kept as a PNG of at most 1200 × 1200',
    needs: 'stock:part.change',
    idempotent: true,
    body: TYPES,
    answer: images,
    status: 200,
  })
  async add(@Param('id') partId: string, @Req() request: Request) {
    return this.#stock.addPartImage({ partId, content: await readBody(request) }, callerOfRequest(request).call);
  }

  @Get(':imageId')
  @Describe({
    id: 'getPartImage',
    summary: 'A picture, with an ETag',
    needs: 'stock:part.read',
    query: size,
    answer: 'image/png',
  })
  async get(
    @Param('id') partId: string,
    @Param('imageId') imageId: string,
    @Query(new Parsed(size)) { small }: z.infer<typeof size>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asked = { partId, imageId, small: small === 'true' };
    const { sha256, content } = await this.#stock.getPartImage(asked, callerOfRequest(request).call);
    // What a picture shows never changes; the reader's browser alone keeps it.
    response.setHeader('etag', `"${sha256}"`);
    response.setHeader('cache-control', 'private, max-age=86400');
    response.type('image/png').send(Buffer.from(content));
  }

  @Put(':imageId/main')
  @Describe({
    id: 'choosePartImage',
    summary: 'Make a picture the main one',
    needs: 'stock:part.change',
    idempotent: true,
    answer: images,
  })
  choose(@Param('id') partId: string, @Param('imageId') imageId: string, @Req() request: Request) {
    return this.#stock.choosePartImage({ partId, imageId }, callerOfRequest(request).call);
  }

  @Delete(':imageId')
  @Describe({
    id: 'removePartImage',
    summary: 'Take a picture away',
    needs: 'stock:part.change',
    idempotent: true,
    answer: images,
  })
  remove(@Param('id') partId: string, @Param('imageId') imageId: string, @Req() request: Request) {
    return this.#stock.removePartImage({ partId, imageId }, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
