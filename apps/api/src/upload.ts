import express, { type Request } from 'express';

/** What a file may weigh: what a call between services may carry. */
const LIMIT = 10 * 1_048_576;

/** What a table is sent as, and its format. */
export const TABLE_TYPES: Readonly<Record<string, 'csv' | 'xlsx'>> = {
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** Media type that a body is sent as, without its parameters. */
export function mediaTypeOf(request: Request): string {
  return (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * The body of an upload as it is; the edge's own parsers leave other types than theirs alone.
 * @throws DomainError `platform.request.too-large`
 */
export async function readBody(request: Request): Promise<Buffer> {
  const { res: response } = request;
  if (response === undefined) throw new Error('a request without its response');
  const raw = express.raw({ type: () => true, limit: LIMIT });
  await new Promise<void>((resolve, reject) => {
    raw(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error as Error)));
  });
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
