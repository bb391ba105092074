import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { callerOfRequest, Describe } from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Controller, Delete, Get, Param, Put, Req, Res } from '@nestjs/common';
import express, { type Request, type Response } from 'express';
import { z } from 'zod';

/** More than identity takes, so that it is identity who says how much that is. */
const LIMIT = 4 * 1_048_576;
const TYPES = ['image/png', 'image/jpeg', 'image/webp'];

const kept = z.object({
  version: z.string().describe('The new version of the station'),
  logoSha256: z.string().describe('SHA-256 in hex of the logo as it is kept; empty for none'),
});

/** ID-1: the logo of the caller's own station. */
@Controller('api/v1/stations/:id/logo')
export class LogosHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'getStationLogo',
    summary: 'The logo of your station, with an ETag',
    needs: 'identity:station.read',
    answer: 'image/png',
  })
  async get(@Param('id') stationId: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const logo = await this.clients.get(Identity).getStationLogo({ stationId }, callerOfRequest(request).call);
    const etag = `"${logo.sha256}"`;
    response.setHeader('etag', etag);
    // Kept by the reader's browser alone, and asked about each time: it may have been replaced.
    response.setHeader('cache-control', 'private, no-cache');
    const known = (request.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag)) response.status(304).end();
    else response.type('image/png').send(Buffer.from(logo.content));
  }

  @Put()
  @Describe({
    id: 'setStationLogo',
    summary:
      'Set the logo of your station: PNG, JPEG or WebP, at most 2 MiB; it is kept as a PNG of at most 1200 × 600',
    needs: 'identity:station.change',
    idempotent: true,
    body: TYPES,
    answer: kept,
  })
  async set(@Param('id') stationId: string, @Req() request: Request) {
    return this.#set(request, stationId, await bodyOf(request));
  }

  @Delete()
  @Describe({
    id: 'removeStationLogo',
    summary: 'Take the logo of your station away',
    needs: 'identity:station.change',
    idempotent: true,
    answer: kept,
  })
  remove(@Param('id') stationId: string, @Req() request: Request) {
    return this.#set(request, stationId, Buffer.alloc(0));
  }

  async #set(request: Request, stationId: string, content: Buffer) {
    const { call } = callerOfRequest(request);
    const { version, logoSha256 } = await this.clients.get(Identity).setStationLogo({ stationId, content }, call);
    return { version, logoSha256 };
  }
}

/** As it came; a body that the edge's own parsers took for JSON is no image, and neither is none. */
async function bodyOf(request: Request): Promise<Buffer> {
  const raw = express.raw({ type: () => true, limit: LIMIT });
  await new Promise<void>((resolve, reject) => {
    raw(request, request.res as Response, (error?: unknown) =>
      error === undefined ? resolve() : reject(error as Error),
    );
  });
  return Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : Buffer.from('nothing');
}
