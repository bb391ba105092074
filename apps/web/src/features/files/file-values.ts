import type { Schema } from '@navette/api-client';
import type { Tone } from '../../shared/ui/state-chip.js';

export type OpenedFile = Schema<'OpenedInterventionFile'>;
export type FileLine = OpenedFile['lines'][number];
export type FileStatus = OpenedFile['statuses'][number];
export type StatusCode = Schema<'StatusCode'>;

const BY_KEY: Readonly<Record<string, Tone>> = {
  parts_received: 'done',
  part_exhausted: 'late',
  quote_accepted: 'done',
  quote_refused: 'late',
  to_be_billed: 'done',
  billed: 'done',
  cancelled: 'late',
};
const BY_PHASE: Readonly<Record<string, Tone>> = {
  intake: 'progress',
  parts: 'waiting',
  decision: 'waiting',
  repair: 'progress',
  closing: 'progress',
  closed: 'draft',
};

/** What a status asks of whom: the trade's own ones by what they mean, a station's by their phase. */
export const statusTone = ({ key, phase }: Pick<FileStatus, 'key' | 'phase'>): Tone =>
  BY_KEY[key] ?? BY_PHASE[phase] ?? 'draft';

/** IN-6: the latest status by its own time, whatever arrived late. */
export const latestStatus = ({ statuses }: Pick<OpenedFile, 'statuses'>): FileStatus | undefined => statuses.at(-1);

export const statusLabel = ({ label, labelEn }: FileStatus, language: 'fr' | 'en'): string =>
  language === 'en' ? labelEn || label : label;

export const codeLabel = ({ code, labelFr, labelEn }: StatusCode, language: 'fr' | 'en'): string =>
  `${String(code)} · ${language === 'en' ? labelEn || labelFr : labelFr}`;

export const productOf = ({ product }: Pick<OpenedFile, 'product'>): string =>
  [product?.category, product?.brand, product?.commercialReference].filter(Boolean).join(' ');
