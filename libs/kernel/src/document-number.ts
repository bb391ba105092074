import { defineErrors } from './errors.js';

const errors = defineErrors('kernel', {
  'document-number.malformed': { kind: 'invalid', params: ['expected'] },
  'document-number.unknown-kind': { kind: 'invalid', params: ['accepted'] },
  'document-number.invalid-station': { kind: 'invalid', params: [] },
  'document-number.invalid-year': { kind: 'invalid', params: ['min', 'max'] },
  'document-number.invalid-sequence': { kind: 'invalid', params: ['min', 'max'] },
  'document-number.invalid-till': { kind: 'invalid', params: ['min', 'max'] },
});

/**
 * The numbered documents and their letters (decisions.md, "Numbers people see"). `gapless` marks the legal kinds, whose
 * series has no gap and no reuse: counter row (station, kind, year) locked last in the issuing transaction.
 */
export const documentKinds = {
  DI: { name: 'intervention-file', gapless: false },
  OM: { name: 'mission-order', gapless: false },
  BC: { name: 'customer-order', gapless: false },
  DV: { name: 'quote', gapless: false },
  CF: { name: 'supplier-order', gapless: false },
  ES: { name: 'goods-receipt', gapless: false },
  RF: { name: 'supplier-return', gapless: false },
  IV: { name: 'inventory', gapless: false },
  TR: { name: 'transfer', gapless: false },
  BN: { name: 'shuttle-note', gapless: false },
  BE: { name: 'stock-in-note', gapless: false },
  BS: { name: 'stock-out-note', gapless: false },
  BL: { name: 'billable-delivery-note', gapless: true },
  PF: { name: 'pro-forma', gapless: false },
  FC: { name: 'cash-invoice', gapless: true },
  FA: { name: 'customer-invoice', gapless: true },
  FD: { name: 'deposit-invoice', gapless: true },
  AV: { name: 'credit-note', gapless: true },
  AD: { name: 'deposit-credit-note', gapless: true },
} as const satisfies Record<string, { readonly name: string; readonly gapless: boolean }>;

export type DocumentKind = keyof typeof documentKinds;
export type GaplessKind = {
  [K in DocumentKind]: (typeof documentKinds)[K]['gapless'] extends true ? K : never;
}[DocumentKind];

/**
 * `station`: its code, 2 to 4 capitals (ID-1); `year`: of the station's date of issue; `sequence`: from 1; `till`: absent
 * for the first, from 2 for the others, which number while cut off (BX-20).
 */
export type DocumentNumber = {
  readonly station: string;
  readonly kind: DocumentKind;
  readonly year: number;
  readonly sequence: number;
  readonly till?: number;
};

const STATION = /^[A-Z]{2,4}$/;
const NUMBER = /^([A-Z]{2,4})(?:-T([1-9][0-9]?))?-([A-Z]{2})-([0-9]{4})-([0-9]{6}|[1-9][0-9]{6,8})$/;
const EXPECTED = 'STATION-KIND-YYYY-000001, STATION-T2-KIND-YYYY-000001';

/** The longest, `ABCD-T99-FA-2026-123456789`, has 26 of the 35 characters that BR-FR allows in BT-1. */
const YEARS = { min: 2000, max: 9999 };
const SEQUENCES = { min: 1, max: 999_999_999 };
const TILLS = { min: 2, max: 99 };

/** True for a known pair of letters. */
export function isDocumentKind(text: string): text is DocumentKind {
  return Object.hasOwn(documentKinds, text);
}

/** True for the legal kinds: their series has no gap. */
export function isGapless(kind: DocumentKind): kind is GaplessKind {
  return documentKinds[kind].gapless;
}

/**
 * `PAR-FA-2026-000042`, or `PAR-T2-FC-2026-000007` at a second till: capitals, digits and dashes only, at most 35.
 * @throws DomainError `kernel.document-number.invalid-station`, `….unknown-kind`, `….invalid-year`, `….invalid-sequence`,
 *   `….invalid-till`
 */
export function documentNumber({ station, kind, year, sequence, till }: DocumentNumber): string {
  if (!STATION.test(station)) throw errors.error('document-number.invalid-station');
  if (!isDocumentKind(kind))
    throw errors.error('document-number.unknown-kind', { accepted: Object.keys(documentKinds) });
  if (!within(year, YEARS)) throw errors.error('document-number.invalid-year', YEARS);
  if (!within(sequence, SEQUENCES)) throw errors.error('document-number.invalid-sequence', SEQUENCES);
  if (till !== undefined && !within(till, TILLS)) throw errors.error('document-number.invalid-till', TILLS);
  const issuer = till === undefined ? station : `${station}-T${till}`;
  return `${issuer}-${kind}-${year}-${String(sequence).padStart(6, '0')}`;
}

/**
 * Reads what `documentNumber` writes, and nothing else.
 * @throws DomainError `kernel.document-number.malformed`, or as `documentNumber` for a part that is out of its bounds
 */
export function parseDocumentNumber(text: string): DocumentNumber {
  const match = NUMBER.exec(text);
  if (match === null) throw errors.error('document-number.malformed', { expected: EXPECTED });
  const [, station = '', till, kind = '', year, sequence] = match;
  const parsed: DocumentNumber = {
    station,
    // Checked by documentNumber below, which refuses what is not a kind.
    kind: kind as DocumentKind,
    year: Number(year),
    sequence: Number(sequence),
    ...(till === undefined ? {} : { till: Number(till) }),
  };
  documentNumber(parsed);
  return parsed;
}

function within(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
