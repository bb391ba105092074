import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Public } from '@navette/platform/auth';
import { httpErrors } from '@navette/platform/http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';

/** Built by Vite; beside this service in a checkout and in the image alike. */
const FOLDER = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
const YEAR_MS = 31_536_000_000;

/** The one inline style that the component library sets (it keeps fingers from zooming when they press). */
const PRESSABLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** All that the page loads, it loads from here; nobody may frame it. */
const POLICY = [
  "default-src 'self'",
  `style-src 'self' ${PRESSABLE}`,
  "img-src 'self' data: blob:",
  // Papers that the page has fetched are printed from a frame of its own.
  'frame-src blob:',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** WE-2: the back office. Every path that is none of the API's is a page of it, and the page finds out which. */
@Controller()
export class WebPages {
  @Get('assets/:file')
  @Public('the files of the page, the same for everybody')
  asset(@Req() request: Request, @Res() response: Response): void {
    const file = String(request.params['file']);
    if (!/^[\w-][\w.-]*$/.test(file) || !existsSync(`${FOLDER}assets/${file}`))
      throw httpErrors.error('request.not-found');
    // Their names change with their contents.
    response.sendFile(file, { root: `${FOLDER}assets`, immutable: true, maxAge: YEAR_MS });
  }

  @Get('count-worker.js')
  @Public('what keeps the page of a phone that counts, the same for everybody')
  countWorker(@Res() response: Response): void {
    sendOwn(response, 'count-worker.js');
  }

  @Get('{*path}')
  @Public('the page itself, which asks who is there')
  page(@Req() request: Request, @Res() response: Response): void {
    if (/^\/(api|assets)(\/|$)/.test(request.path)) throw httpErrors.error('request.not-found');
    sendOwn(response, 'index.html');
  }
}

/** What may load from here, and is asked for anew each time. */
function sendOwn(response: Response, file: string): void {
  response.setHeader('content-security-policy', POLICY);
  response.sendFile(file, { root: FOLDER, cacheControl: false, headers: { 'cache-control': 'no-cache' } });
}
