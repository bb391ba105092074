import type { PriceExplanation } from '@navette/contracts/common/v1/common';
import type { ChangeFileLineRequest, NewFileLine, UsedQuantity } from '@navette/contracts/interventions/v1/service';
import { defineErrors, DomainError, Quantity, Rate, UnitPrice, type FieldError } from '@navette/kernel';
import { PAYERS, type InterventionFileHead, type Payer } from './intervention-file.js';

export const lineErrors = defineErrors('interventions', {
  'file-line.invalid': 'invalid',
  'file-line.not-found': 'not-found',
  'file-line.cancelled': 'precondition',
  'file-line.count-not-accepted': { kind: 'invalid', params: ['min', 'max'] },
  'file-line.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'file-line.reference-required': 'invalid',
  'file-line.reference-unknown': { kind: 'invalid', params: ['reference'] },
  'file-line.kind-differs': { kind: 'invalid', params: ['reference', 'kind'] },
  'file-line.quantity-out-of-range': { kind: 'invalid', params: ['max'] },
  'file-line.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'file-line.price-negative': 'invalid',
  'file-line.discount-out-of-range': 'invalid',
  'file-line.note-too-long': { kind: 'invalid', params: ['max'] },
  'file-line.price-to-set-up': { kind: 'invalid', params: ['reference'] },
  'file-line.no-ordering-party': 'invalid',
  'file-line.off-stock-parts-only': 'invalid',
  'file-line.used-more-than-needed': { kind: 'invalid', params: ['needed'] },
});

const KINDS = ['part', 'special_item'] as const;
type LineKind = (typeof KINDS)[number];

const LINES_MAX = 200;
const NOTE_MAX = 1_000;
/** Beyond this a quantity is a slip: a bar code read into the wrong field. */
const QUANTITY_MAX = Quantity.parse('9999');

/** A line that was asked for, before the catalogue knows it. */
export interface AskedLine {
  readonly kind: LineKind;
  readonly reference: string;
  readonly quantity: Quantity;
  /** Undefined: the catalogue's sale price for the payer. */
  readonly unitPrice: UnitPrice | undefined;
  readonly payer: Payer;
  readonly offStock: boolean;
  readonly discount: Rate;
  readonly note: string;
}

/** What the catalogue says of a reference. */
export interface CatalogueItem {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly designation: string;
  readonly ventilationCode: string;
  readonly vatCategory: string;
  readonly unitCode: string;
  /** Of quantities (E-027). */
  readonly unitDecimals: number;
  /** Empty: to be set up. */
  readonly salePrice: string;
  /** Why it is the sale price (ST-5). */
  readonly explanation: PriceExplanation | undefined;
}

/** How finely quantities of a line are counted (E-027). */
interface Counted {
  readonly unitCode: string;
  readonly unitDecimals: number;
}

/** A line ready to be kept. */
export interface FileLineDraft extends AskedLine, Counted {
  readonly itemId: string;
  readonly designation: string;
  readonly ventilationCode: string;
  readonly vatCategory: string;
  readonly unitPrice: UnitPrice;
  /** Undefined where the price was typed. */
  readonly priceExplanation: PriceExplanation | undefined;
}

/** A line of a file, counted as its part was when it was added. */
export interface FileLine extends Counted {
  readonly id: string;
  readonly kind: LineKind;
  /** Of the part or special item in the catalogue. */
  readonly itemId: string;
  readonly reference: string;
  readonly designation: string;
  readonly quantity: Quantity;
  /** Undefined until the technician reports it. */
  readonly quantityUsed: Quantity | undefined;
  readonly unitPrice: UnitPrice;
  /** A fraction as text, scale 4. */
  readonly discount: string;
  readonly payer: Payer;
  readonly state: 'open' | 'cancelled';
  readonly offStock: boolean;
  readonly ventilationCode: string;
  readonly vatCategory: string;
  readonly note: string;
}

/** What people change of a line after it was added (IN-8); its part and quantity are a need of stock's. */
export interface LineChange {
  readonly unitPrice: UnitPrice;
  readonly discount: Rate;
  readonly payer: Payer;
  readonly note: string;
}

/** True for a part taken from stock: such a line becomes a need (IN-8). */
export function wantsPart({ kind, offStock }: Pick<FileLine, 'kind' | 'offStock'>): boolean {
  return kind === 'part' && !offStock;
}

/** @throws DomainError `interventions.file-line.invalid` naming every field that is not accepted (IN-8). */
export function askedLines(lines: readonly NewFileLine[], file: InterventionFileHead): AskedLine[] {
  const fields: FieldError[] = [];
  if (lines.length === 0 || lines.length > LINES_MAX) {
    fields.push(lineErrors.field('/lines', 'file-line.count-not-accepted', { min: 1, max: LINES_MAX }));
  }
  const asked = lines.slice(0, LINES_MAX).map((line, i) => {
    const at = (field: string) => `/lines/${i}/${field}`;
    const kind = among(fields, at('kind'), line.kind, KINDS);
    const payer = payerOf(fields, at('payer'), line.payer || file.defaultPayer, file);
    const reference = line.reference.trim();
    if (reference === '') fields.push(lineErrors.field(at('reference'), 'file-line.reference-required'));
    if (line.offStock && kind !== 'part') {
      fields.push(lineErrors.field(at('offStock'), 'file-line.off-stock-parts-only'));
    }
    const unitPrice = line.unitPrice === '' ? undefined : price(fields, at('unitPrice'), line.unitPrice);
    const quantity = decimal(fields, at('quantity'), () => Quantity.parse(line.quantity));
    if (quantity !== undefined && (!quantity.isPositive() || quantity.compare(QUANTITY_MAX) > 0)) {
      const max = QUANTITY_MAX.toString();
      fields.push(lineErrors.field(at('quantity'), 'file-line.quantity-out-of-range', { max }));
    }
    const discount = fraction(fields, at('discount'), line.discount);
    const note = noteOf(fields, at('note'), line.note);
    const { offStock } = line;
    return { kind, reference, quantity: quantity ?? Quantity.one, unitPrice, discount, payer, offStock, note };
  });
  if (fields.length > 0) throw lineErrors.error('file-line.invalid', {}, fields);
  return asked;
}

/** @throws DomainError `interventions.file-line.invalid` naming every field that is not accepted (IN-8). */
export function lineChange(request: ChangeFileLineRequest, file: InterventionFileHead): LineChange {
  const fields: FieldError[] = [];
  const change = {
    unitPrice: price(fields, '/unitPrice', request.unitPrice) ?? UnitPrice.zero,
    discount: fraction(fields, '/discount', request.discount),
    payer: payerOf(fields, '/payer', request.payer, file),
    note: noteOf(fields, '/note', request.note),
  };
  if (fields.length > 0) throw lineErrors.error('file-line.invalid', {}, fields);
  return change;
}

/**
 * Lines with what the catalogue knows of them; `itemOf` answers with the price for the line's payer.
 * @throws DomainError `interventions.file-line.invalid` naming each reference that is unknown, is of the other kind, has no
 *   price yet while none was typed, or is not counted so finely (E-027).
 */
export function catalogued(
  lines: readonly AskedLine[],
  itemOf: (line: AskedLine) => CatalogueItem | undefined,
): FileLineDraft[] {
  const fields: FieldError[] = [];
  const drafts = lines.flatMap((line, i): FileLineDraft[] => {
    const { reference } = line;
    const refuse = (field: FieldError): FileLineDraft[] => {
      fields.push(field);
      return [];
    };
    const item = itemOf(line);
    if (item === undefined) {
      return refuse(lineErrors.field(`/lines/${i}/reference`, 'file-line.reference-unknown', { reference }));
    }
    if (item.kind !== line.kind) {
      return refuse(lineErrors.field(`/lines/${i}/kind`, 'file-line.kind-differs', { reference, kind: item.kind }));
    }
    const tooPrecise = tooPreciseFor(item, line.quantity, `/lines/${i}/quantity`);
    if (tooPrecise !== undefined) return refuse(tooPrecise);
    const {
      salePrice,
      explanation,
      id: itemId,
      designation,
      ventilationCode,
      vatCategory,
      unitCode,
      unitDecimals,
    } = item;
    const unitPrice = line.unitPrice ?? (salePrice === '' ? undefined : UnitPrice.parse(salePrice));
    if (unitPrice === undefined) {
      return refuse(lineErrors.field(`/lines/${i}/unitPrice`, 'file-line.price-to-set-up', { reference }));
    }
    const priceExplanation = line.unitPrice === undefined ? explanation : undefined;
    const known = { itemId, designation, ventilationCode, vatCategory, unitCode, unitDecimals };
    return [{ ...line, ...known, unitPrice, priceExplanation }];
  });
  if (fields.length > 0) throw lineErrors.error('file-line.invalid', {}, fields);
  return drafts;
}

function tooPreciseFor(
  { unitCode, unitDecimals }: Counted,
  quantity: Quantity,
  pointer: string,
): FieldError | undefined {
  if (quantity.hasAtMost(unitDecimals)) return undefined;
  const params = { unit: unitCode, decimals: unitDecimals };
  return lineErrors.field(pointer, 'file-line.quantity-too-precise', params);
}

/**
 * Quantity used of each open line: as reported, else as planned (IN-16). A part from stock can't be used beyond its need:
 * the other one is a line of its own, with its own need.
 * @throws DomainError `interventions.file-line.invalid` naming every report that is not accepted.
 */
export function usedQuantities(lines: readonly FileLine[], reports: readonly UsedQuantity[]): Map<string, Quantity> {
  const fields: FieldError[] = [];
  const open = new Map(lines.filter(({ state }) => state === 'open').map((line) => [line.id, line]));
  const used = new Map([...open.values()].map(({ id, quantity }) => [id, quantity]));
  reports.forEach((report, i) => {
    const at = (field: string) => `/used/${i}/${field}`;
    const line = open.get(report.lineId);
    if (line === undefined) {
      fields.push(lineErrors.field(at('lineId'), 'file-line.not-found'));
      return;
    }
    const quantity = decimal(fields, at('quantity'), () => Quantity.parse(report.quantity));
    if (quantity === undefined) return;
    if (quantity.isNegative() || quantity.compare(QUANTITY_MAX) > 0) {
      const max = QUANTITY_MAX.toString();
      fields.push(lineErrors.field(at('quantity'), 'file-line.quantity-out-of-range', { max }));
    } else if (wantsPart(line) && quantity.compare(line.quantity) > 0) {
      const needed = line.quantity.toString();
      fields.push(lineErrors.field(at('quantity'), 'file-line.used-more-than-needed', { needed }));
    } else {
      const tooPrecise = tooPreciseFor(line, quantity, at('quantity'));
      if (tooPrecise !== undefined) fields.push(tooPrecise);
    }
    used.set(line.id, quantity);
  });
  if (fields.length > 0) throw lineErrors.error('file-line.invalid', {}, fields);
  return used;
}

function payerOf(fields: FieldError[], at: string, given: string, file: InterventionFileHead): Payer {
  const payer = among(fields, at, given, PAYERS);
  if (payer === 'ordering_party' && file.orderingPartyId === '') {
    fields.push(lineErrors.field(at, 'file-line.no-ordering-party'));
  }
  return payer;
}

function price(fields: FieldError[], at: string, text: string): UnitPrice | undefined {
  const unitPrice = decimal(fields, at, () => UnitPrice.parse(text));
  if (unitPrice?.isNegative()) fields.push(lineErrors.field(at, 'file-line.price-negative'));
  return unitPrice;
}

function fraction(fields: FieldError[], at: string, text: string): Rate {
  const discount = decimal(fields, at, () => Rate.parse(text || '0')) ?? Rate.zero;
  if (discount.isNegative() || discount.compare(Rate.one) > 0) {
    fields.push(lineErrors.field(at, 'file-line.discount-out-of-range'));
  }
  return discount;
}

function noteOf(fields: FieldError[], at: string, text: string): string {
  const note = text.trim();
  if (note.length > NOTE_MAX || note.includes('\0')) {
    fields.push(lineErrors.field(at, 'file-line.note-too-long', { max: NOTE_MAX }));
  }
  return note;
}

function among<T extends string>(fields: FieldError[], pointer: string, value: string, accepted: readonly T[]): T {
  if (!(accepted as readonly string[]).includes(value)) {
    fields.push(lineErrors.field(pointer, 'file-line.not-accepted', { accepted }));
  }
  return value as T;
}

function decimal<T>(fields: FieldError[], pointer: string, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    fields.push({ pointer, code: error.code, params: error.params });
    return undefined;
  }
}
