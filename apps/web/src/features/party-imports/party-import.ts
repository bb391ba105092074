import { answered, type Api, type Schema } from '@navette/api-client';
import { fileBody } from '../../shared/kit/assistant/table-file.js';
import type { Tone } from '../../shared/ui/state-chip.js';

export type PartyImport = Schema<'PartyImport'>;
export type ImportLine = Schema<'PartyImportLine'>;
export type Choice = 'new' | 'skip' | 'update';

export const importTone: Readonly<Record<PartyImport['state'], Tone>> = {
  reading: 'progress',
  refused: 'late',
  mapping: 'waiting',
  checking: 'progress',
  checked: 'waiting',
  committing: 'progress',
  committed: 'done',
  undoing: 'progress',
  undone: 'draft',
  closed: 'draft',
};

/** Whether it goes on by itself. */
export const isWorking = ({ state }: PartyImport): boolean =>
  state === 'reading' || state === 'checking' || state === 'committing' || state === 'undoing';

/** Sends a file. */
export function sendFile(api: Api, file: File, key: string) {
  const params = { query: { fileName: file.name }, header: { 'Idempotency-Key': key } };
  return answered(api.POST('/api/v1/party-imports', { params, ...fileBody(file) }));
}
