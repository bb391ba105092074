import type { CatalogueEntry } from '@navette/contracts/stock/v1/service';
import { defineErrors, Money, type FieldError } from '@navette/kernel';
import { parsed } from '../input/parsed.js';

export const entryErrors = defineErrors('stock', {
  'catalogue-entry.invalid': 'invalid',
  'catalogue-entry.not-found': 'not-found',
  'catalogue-entry.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'catalogue-entry.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'catalogue-entry.text-length': { kind: 'invalid', params: ['min', 'max'] },
  'catalogue-entry.code-wrong': { kind: 'invalid', params: ['max'] },
  'catalogue-entry.code-taken': { kind: 'invalid', params: ['code'] },
  'catalogue-entry.listed': 'invalid',
  'catalogue-entry.decimals-out-of-range': { kind: 'invalid', params: ['max'] },
  'catalogue-entry.not-of-a-unit': 'invalid',
  'catalogue-entry.not-of-a-place': 'invalid',
  'catalogue-entry.not-of-an-eco-fee': 'invalid',
  'catalogue-entry.amount-out-of-range': { kind: 'invalid', params: ['max'] },
});

/** The lists of a station, with the lengths of code and label (E-023, E-027, E-028, E-033, E-081, ST-11). */
export const ENTRY_KINDS = {
  brand: { code: 10, label: 40 },
  appliance_type: { code: 10, label: 40 },
  part_family: { code: 10, label: 40 },
  unit: { code: 4, label: 40 },
  storage_location: { code: 8, label: 50 },
  discrepancy_reason: { code: 10, label: 40 },
  stock_place: { code: 10, label: 40 },
  eco_fee: { code: 10, label: 40 },
} as const;
export type EntryKind = keyof typeof ENTRY_KINDS;

export const UNIT_TYPES = ['piece', 'time', 'weight', 'volume', 'length', 'area'] as const;
/** Where quantity lies and is counted, beside the depot that every station has (ST-11). */
export const PLACE_TYPES = ['depot', 'van', 'counter', 'bin'] as const;
/** What quantities carry at most; the source allows 5 (E-027). */
const MOST_DECIMALS = 4;
const NOTES = 10_000;
const MOST_FEE = Money.parse('9999.99');

/** Kinds whose codes a counter makes where none is typed, with what its codes begin with (E-118); the others are spoken. */
export const COUNTED = { part_family: 'FAR', eco_fee: 'D3E' } as const;
export type CountedKind = keyof typeof COUNTED;

/** An entry as it is kept; a code that is empty is made by the counter. */
export interface CheckedEntry {
  readonly kind: EntryKind;
  readonly code: string;
  readonly label: string;
  readonly notes: string;
  readonly active: boolean;
  readonly unitType: string | null;
  readonly decimals: number | null;
  readonly placeType: string | null;
  /** Of a scale of the WEEE fee: per unit, VAT included (E-033). */
  readonly amount: Money | null;
}

/** `kg ` is `KG`: codes are told apart without case. */
const typedCode = (code: string) => code.trim().toUpperCase();

/**
 * @param before the entry as it was; absent for a new one
 * @throws DomainError `stock.catalogue-entry.invalid` with every field that is not accepted
 */
export function checkedEntry(input: CatalogueEntry, before?: CatalogueEntry): CheckedEntry {
  const fields: FieldError[] = [];
  const kind = (before?.kind ?? input.kind) as EntryKind;
  const accepted = Object.keys(ENTRY_KINDS);
  if (!accepted.includes(kind)) {
    throw invalid(entryErrors.field('/kind', 'catalogue-entry.not-accepted', { accepted }));
  }
  const max = ENTRY_KINDS[kind];
  const [code, label, notes] = [typedCode(input.code), input.label.trim(), input.notes.trim()];
  const mayBeMade = kind in COUNTED && before === undefined;
  if (!(code === '' && mayBeMade) && !/^[\p{L}\p{N}._/-]+$/u.test(code)) {
    fields.push(entryErrors.field('/code', 'catalogue-entry.code-wrong', { max: max.code }));
  } else if (code.length > max.code) {
    fields.push(entryErrors.field('/code', 'catalogue-entry.code-wrong', { max: max.code }));
  }
  if (label === '' || label.length > max.label || label.includes('\0')) {
    fields.push(entryErrors.field('/label', 'catalogue-entry.text-length', { min: 1, max: max.label }));
  }
  if (notes.length > NOTES || notes.includes('\0')) {
    fields.push(entryErrors.field('/notes', 'catalogue-entry.text-length', { min: 0, max: NOTES }));
  }
  if (before?.listed === true) {
    if (code !== before.code) fields.push(entryErrors.field('/code', 'catalogue-entry.listed'));
    if (label !== before.label) fields.push(entryErrors.field('/label', 'catalogue-entry.listed'));
  }
  const unit = kind === 'unit' ? unitOf(fields, input) : noUnit(fields, input);
  const placeType = kind === 'stock_place' ? placeTypeOf(fields, input) : noPlace(fields, input);
  const amount = kind === 'eco_fee' ? feeOf(fields, input) : noFee(fields, input);
  if (fields.length > 0) throw invalid(...fields);
  return { kind, code, label, notes, active: input.active, ...unit, placeType, amount };
}

/** Of an entry whose code another of its kind has. */
export const codeTaken = (code: string) => invalid(entryErrors.field('/code', 'catalogue-entry.code-taken', { code }));

function invalid(...fields: FieldError[]) {
  return entryErrors.error('catalogue-entry.invalid', {}, fields);
}

function unitOf(fields: FieldError[], { unitType, decimals }: CatalogueEntry) {
  if (!(UNIT_TYPES as readonly string[]).includes(unitType)) {
    fields.push(entryErrors.field('/unitType', 'catalogue-entry.not-accepted', { accepted: UNIT_TYPES }));
  }
  if (decimals > MOST_DECIMALS) {
    fields.push(entryErrors.field('/decimals', 'catalogue-entry.decimals-out-of-range', { max: MOST_DECIMALS }));
  }
  return { unitType, decimals };
}

function noUnit(fields: FieldError[], { unitType, decimals }: CatalogueEntry) {
  if (unitType !== '') fields.push(entryErrors.field('/unitType', 'catalogue-entry.not-of-a-unit'));
  if (decimals !== 0) fields.push(entryErrors.field('/decimals', 'catalogue-entry.not-of-a-unit'));
  return { unitType: null, decimals: null };
}

function placeTypeOf(fields: FieldError[], { placeType }: CatalogueEntry): string {
  if (!(PLACE_TYPES as readonly string[]).includes(placeType)) {
    fields.push(entryErrors.field('/placeType', 'catalogue-entry.not-accepted', { accepted: PLACE_TYPES }));
  }
  return placeType;
}

function noPlace(fields: FieldError[], { placeType }: CatalogueEntry): null {
  if (placeType !== '') fields.push(entryErrors.field('/placeType', 'catalogue-entry.not-of-a-place'));
  return null;
}

function feeOf(fields: FieldError[], { amount: typed }: CatalogueEntry): Money | null {
  const amount = parsed(fields, '/amount', () => Money.parse(typed));
  if (amount !== undefined && (amount.isNegative() || amount.compare(MOST_FEE) > 0)) {
    const max = MOST_FEE.toString();
    fields.push(entryErrors.field('/amount', 'catalogue-entry.amount-out-of-range', { max }));
  }
  return amount ?? null;
}

function noFee(fields: FieldError[], { amount }: CatalogueEntry): null {
  if (amount !== '') fields.push(entryErrors.field('/amount', 'catalogue-entry.not-of-an-eco-fee'));
  return null;
}
