import type { CreateStockNoteRequest } from '@navette/contracts/stock/v1/stock_notes';
import { defineErrors, isUuid, Quantity, Temporal, UnitPrice, type FieldError } from '@navette/kernel';
import type { CatalogueItem } from '../catalogue/part.js';
import { isoDate } from '../input/iso-date.js';
import { parsed } from '../input/parsed.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';

export const stockNoteErrors = defineErrors('stock', {
  'stock-note.not-found': 'not-found',
  'stock-note.invalid': 'invalid',
  'stock-note.kind-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'stock-note.date-wrong': 'invalid',
  'stock-note.date-in-future': { kind: 'invalid', params: ['today'] },
  'stock-note.comment-too-long': { kind: 'invalid', params: ['max'] },
  'stock-note.lines-wrong': { kind: 'invalid', params: ['max'] },
  'stock-note.part-unknown': 'invalid',
  'stock-note.part-twice': 'invalid',
  'stock-note.quantity-wrong': { kind: 'invalid', params: ['max'] },
  'stock-note.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'stock-note.cost-not-accepted': 'invalid',
  'stock-note.reason-not-accepted': 'invalid',
  'stock-note.reason-unknown': 'invalid',
});

/** What each kind of note does to stock, and the letters of its number. */
export const NOTE_KINDS = {
  stock_in: { movement: 'correction_in', number: 'BE' },
  stock_out: { movement: 'correction_out', number: 'BS' },
} as const;
export type NoteKind = keyof typeof NOTE_KINDS;

const MOST_LINES = 200;
const LONGEST_COMMENT = 1_000;

export interface NewNoteLine {
  readonly partId: string;
  /** Above zero. */
  readonly quantity: Quantity;
  /** Of a stock-in note; absent: what a unit costs now. */
  readonly unitCost: UnitPrice | undefined;
  /** Of a stock-out note; empty: nobody said why. */
  readonly reasonId: string;
}

export interface NewNote {
  readonly kind: NoteKind;
  /** Not after the day it is made. */
  readonly date: Temporal.PlainDate;
  readonly placeId: string;
  readonly comment: string;
  readonly lines: readonly NewNoteLine[];
}

export const refusedNote = (fields: readonly FieldError[]) =>
  stockNoteErrors.error('stock-note.invalid', {}, [...fields]);

/**
 * E-077: what a note asks for, as far as it can be told without the catalogue.
 * @param today in the station: the date of a note that says none
 * @throws DomainError `stock.stock-note.invalid` with every field that is not accepted
 */
export function checkedNote(request: CreateStockNoteRequest, today: Temporal.PlainDate): NewNote {
  const { comment: typed, kind, lines: given, placeId } = request;
  const fields: FieldError[] = [];
  const refuse = (...error: Parameters<typeof stockNoteErrors.field>) => fields.push(stockNoteErrors.field(...error));
  const known = kind === 'stock_in' || kind === 'stock_out' ? kind : undefined;
  if (known === undefined) refuse('/kind', 'stock-note.kind-not-accepted', { accepted: Object.keys(NOTE_KINDS) });
  const date = request.date === '' ? today : isoDate(request.date);
  if (date === undefined) refuse('/date', 'stock-note.date-wrong');
  else if (Temporal.PlainDate.compare(date, today) > 0) {
    refuse('/date', 'stock-note.date-in-future', { today: today.toString() });
  }
  const comment = typed.trim();
  if (comment.length > LONGEST_COMMENT) refuse('/comment', 'stock-note.comment-too-long', { max: LONGEST_COMMENT });
  if (given.length === 0 || given.length > MOST_LINES) {
    refuse('/lines', 'stock-note.lines-wrong', { max: MOST_LINES });
    throw refusedNote(fields);
  }
  const seen = new Set<string>();
  const lines = given.map((line, i): NewNoteLine => {
    const at = `/lines/${i}`;
    if (seen.has(line.partId)) refuse(`${at}/partId`, 'stock-note.part-twice');
    seen.add(line.partId);
    const quantity = parsed(fields, `${at}/quantity`, () => Quantity.parse(line.quantity)) ?? Quantity.one;
    if (!quantity.isPositive() || quantity.compare(MOST_AT_ONCE) > 0) {
      refuse(`${at}/quantity`, 'stock-note.quantity-wrong', { max: MOST_AT_ONCE.toString() });
    }
    const unitCost =
      line.unitCost === '' ? undefined : parsed(fields, `${at}/unitCost`, () => UnitPrice.parse(line.unitCost));
    if (unitCost !== undefined && (unitCost.isNegative() || known === 'stock_out')) {
      refuse(`${at}/unitCost`, 'stock-note.cost-not-accepted');
    }
    if (line.reasonId !== '' && known === 'stock_in') refuse(`${at}/reasonId`, 'stock-note.reason-not-accepted');
    return { partId: line.partId, quantity, unitCost, reasonId: line.reasonId };
  });
  if (known === undefined || date === undefined || fields.length > 0) throw refusedNote(fields);
  return { kind: known, date, placeId, comment, lines };
}

/**
 * The lines with the parts and reasons that they name.
 * @param parts of the station, by id
 * @param reasons labels of the station's discrepancy reasons that are in use, by id (E-081)
 * @throws DomainError `stock.stock-note.invalid` with every field that is not accepted
 */
export function knownLines(
  lines: readonly NewNoteLine[],
  parts: ReadonlyMap<string, CatalogueItem>,
  reasons: ReadonlyMap<string, string>,
): (NewNoteLine & { readonly part: CatalogueItem; readonly reason: string })[] {
  const fields: FieldError[] = [];
  const known = lines.flatMap((line, i) => {
    const at = `/lines/${i}`;
    const part = parts.get(line.partId);
    const reason = line.reasonId === '' ? '' : reasons.get(line.reasonId);
    if (reason === undefined) fields.push(stockNoteErrors.field(`${at}/reasonId`, 'stock-note.reason-unknown'));
    if (part?.kind !== 'part') {
      fields.push(stockNoteErrors.field(`${at}/partId`, 'stock-note.part-unknown'));
      return [];
    }
    if (!line.quantity.hasAtMost(part.unitDecimals)) {
      const params = { unit: part.unitCode, decimals: part.unitDecimals };
      fields.push(stockNoteErrors.field(`${at}/quantity`, 'stock-note.quantity-too-precise', params));
    }
    return reason === undefined ? [] : [{ ...line, part, reason }];
  });
  if (fields.length > 0) throw refusedNote(fields);
  return known;
}

/** Ids that a query may ask for. */
export const idsOf = (ids: readonly string[]): string[] => [...new Set(ids)].filter(isUuid);
