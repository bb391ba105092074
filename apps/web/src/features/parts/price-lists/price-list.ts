import { answered, type Api, type Schema } from '@navette/api-client';
import { fileBody } from '../../../shared/kit/assistant/table-file.js';
import type { Tone } from '../../../shared/ui/state-chip.js';

export type PriceList = Schema<'PriceList'>;
export type PriceListLine = Schema<'PriceListLine'>;

export const listTone: Readonly<Record<PriceList['state'], Tone>> = {
  receiving: 'progress',
  reading: 'progress',
  refused: 'late',
  mapping: 'waiting',
  checking: 'progress',
  checked: 'waiting',
  committing: 'progress',
  committed: 'done',
  closed: 'draft',
};

/** Whether it goes on by itself. */
export const isWorking = ({ state }: PriceList): boolean =>
  state === 'receiving' || state === 'reading' || state === 'checking' || state === 'committing';

/** Sends a file. */
export function sendPriceList(api: Api, file: File, key: string) {
  const params = { query: { fileName: file.name }, header: { 'Idempotency-Key': key } };
  return answered(api.POST('/api/v1/price-lists', { params, ...fileBody(file) }));
}
