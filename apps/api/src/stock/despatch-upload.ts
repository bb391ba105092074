import { defineErrors, DomainError } from '@navette/kernel';
import express, { type Request } from 'express';
import type { ImportDespatchFileResponse } from '@navette/contracts/stock/v1/service';

const uploadErrors = defineErrors('stock', {
  'despatch-file.format-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'despatch-file.refused': { kind: 'invalid', params: ['count'] },
});

/** What a despatch file may weigh: far above any real one, and what a call between services may carry. */
const LIMIT = 10 * 1_048_576;

const FORMATS: Readonly<Record<string, string>> = {
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** Media types of a despatch file. */
export const DESPATCH_TYPES = Object.keys(FORMATS);

/**
 * Takes the body of an upload as it is; the edge's own parsers leave these types alone.
 * @throws DomainError `stock.despatch-file.format-not-accepted`, `platform.request.too-large`
 */
export async function readUpload(request: Request): Promise<{ content: Buffer; format: string }> {
  const type = (request.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const format = FORMATS[type];
  if (format === undefined || request.res === undefined) {
    throw uploadErrors.error('despatch-file.format-not-accepted', { accepted: DESPATCH_TYPES });
  }
  const { res: response } = request;
  const raw = express.raw({ type: () => true, limit: LIMIT });
  await new Promise<void>((resolve, reject) => {
    raw(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error as Error)));
  });
  return { content: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), format };
}

/** The refusal of a file, each bad row a field: `/rows/<line>/<column>`. */
export function refusedRows(errors: ImportDespatchFileResponse['errors']): DomainError {
  return uploadErrors.error(
    'despatch-file.refused',
    { count: errors.length },
    errors.map(({ line, column, code, params }) => ({
      pointer: `/rows/${line}${column === '' ? '' : `/${column}`}`,
      code,
      params,
    })),
  );
}
