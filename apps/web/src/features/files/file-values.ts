import type { Schema } from '@navette/api-client';
import type { Tone } from '../../shared/ui/state-chip.js';

export type OpenedFile = Schema<'OpenedInterventionFile'>;
export type FileLine = OpenedFile['lines'][number];
export type FileStatus = OpenedFile['statuses'][number];

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

/** Statuses that files are looked for by; the others are found by their words. */
export const SEARCHED_STATUSES = [
  'file_opened',
  'part_to_order',
  'parts_ordered',
  'parts_received',
  'part_exhausted',
  'to_be_billed',
  'billed',
  'to_hand_back',
] as const;

export const productOf = ({ product }: Pick<OpenedFile, 'product'>): string =>
  [product?.category, product?.brand, product?.commercialReference].filter(Boolean).join(' ');

/** Decimal text of what was typed: a French comma is a point. */
export const decimal = (typed: string): string => typed.trim().replace(',', '.');
