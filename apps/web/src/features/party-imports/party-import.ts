import { answered, type Api, type Schema } from '@navette/api-client';
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

const MEDIA_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export const FILE_ENDINGS = Object.keys(MEDIA_TYPES).map((ending) => `.${ending}`);

/** Sends a file by what its name says that it is: browsers call a CSV file this or that. */
export function sendFile(api: Api, file: File, key: string) {
  const ending = file.name.split('.').at(-1)?.toLowerCase() === 'xlsx' ? 'xlsx' : 'csv';
  return answered(
    api.POST('/api/v1/party-imports', {
      params: { query: { fileName: file.name }, header: { 'Idempotency-Key': key } },
      headers: { 'content-type': MEDIA_TYPES[ending] },
      body: file as never,
      bodySerializer: (body: unknown) => body as Blob,
    }),
  );
}
