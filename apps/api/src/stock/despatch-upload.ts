import { defineErrors, DomainError } from '@navette/kernel';
import type { Request } from 'express';
import type { ImportDespatchFileResponse } from '@navette/contracts/stock/v1/service';
import { mediaTypeOf, readBody, TABLE_TYPES } from '../upload.js';

const uploadErrors = defineErrors('stock', {
  'despatch-file.format-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'despatch-file.refused': { kind: 'invalid', params: ['count'] },
});

/** Media types of a despatch file. */
export const DESPATCH_TYPES = Object.keys(TABLE_TYPES);

/** @throws DomainError `stock.despatch-file.format-not-accepted`, `platform.request.too-large` */
export async function readUpload(request: Request): Promise<{ content: Buffer; format: string }> {
  const format = TABLE_TYPES[mediaTypeOf(request)];
  if (format === undefined) {
    throw uploadErrors.error('despatch-file.format-not-accepted', { accepted: DESPATCH_TYPES });
  }
  return { content: await readBody(request), format };
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
