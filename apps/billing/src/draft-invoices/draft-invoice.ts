import type { DraftInvoiceLine, EditDraftInvoiceRequest } from '@navette/contracts/billing/v1/service';
import type { DocumentHeader } from '@navette/contracts/common/v1/common';
import { defineErrors, DomainError, Quantity, Rate, Temporal, UnitPrice, type FieldError } from '@navette/kernel';
import { vatCategories } from '@navette/reference';
import type { Origin } from '../documents/document.js';
import { documentTotals } from '../documents/document-totals.js';
import type { BilledLine, DocumentLine } from '../documents/prepared-document.js';

export const draftErrors = defineErrors('billing', {
  'draft-invoice.not-found': { kind: 'not-found', params: [] },
  'draft-invoice.accepted': { kind: 'precondition', params: [] },
  'draft-invoice.changed-meanwhile': { kind: 'stale', params: ['expected', 'actual'] },
  'draft-invoice.invalid': { kind: 'invalid', params: [] },
  'draft-invoice.line-count': { kind: 'invalid', params: ['min', 'max'] },
  'draft-invoice.line-unknown': { kind: 'invalid', params: [] },
  'draft-invoice.text-length': { kind: 'invalid', params: ['min', 'max'] },
  'draft-invoice.quantity-out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'draft-invoice.price-negative': { kind: 'invalid', params: [] },
  'draft-invoice.discount-out-of-range': { kind: 'invalid', params: [] },
  'draft-invoice.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'draft-invoice.date-wrong': { kind: 'invalid', params: ['max'] },
  'draft-invoice.date-before-last': { kind: 'precondition', params: ['last'] },
});

export const DRAFT_STATES = ['draft', 'accepted'] as const;

export interface DraftLine extends DocumentLine {
  readonly id: string;
}

/** An invoice without number, editable until it is accepted (BI-20). */
export interface DraftInvoice {
  readonly id: string;
  readonly version: number;
  readonly state: (typeof DRAFT_STATES)[number];
  readonly customerPartyId: string;
  readonly origin: Origin;
  /** Absent: the day of its acceptance. */
  readonly datedOn: Temporal.PlainDate | undefined;
  readonly createdAt: Temporal.Instant;
  /** What its origin says of the customer, where it does (PA-19). */
  readonly header: DocumentHeader | undefined;
  /** The invoice it became; empty before. */
  readonly documentId: string;
  readonly lines: readonly DraftLine[];
}

const LINES = { min: 1, max: 500 };
const QUANTITY = { min: '0.0001', max: '100000' };

/** Total with VAT, scale 2, at the rates it was last saved with. */
export function totalOf({ lines }: Pick<DraftInvoice, 'lines'>): string {
  return documentTotals(lines).total.toString();
}

/** A line as documents are made of. */
export function billedLine(line: DraftLine): BilledLine {
  return {
    lineId: line.originLineId,
    reference: line.reference,
    designation: line.designation,
    quantity: line.quantity.toString(),
    unitPrice: line.unitPrice.toString(),
    discount: line.discount.toString(),
    vatCategory: line.vatCategory,
    ventilationCode: line.ventilationCode,
  };
}

/** An edited draft: lines as documents are made of, each with the id of the draft's line it was, empty for a new one. */
export interface Edited {
  readonly datedOn: Temporal.PlainDate | undefined;
  readonly lines: readonly { readonly id: string; readonly line: BilledLine }[];
}

/**
 * Reads what was edited (BI-20: lines, date, amounts). The date may be any day up to the station's today; whether it
 * follows the last invoice is known when the draft gets its number.
 * @throws DomainError `billing.draft-invoice.invalid` with every field that is not accepted
 */
export function edited(
  { datedOn, lines }: EditDraftInvoiceRequest,
  draft: DraftInvoice,
  today: Temporal.PlainDate,
): Edited {
  const fields: FieldError[] = [];
  if (lines.length < LINES.min || lines.length > LINES.max) {
    fields.push(draftErrors.field('/lines', 'draft-invoice.line-count', LINES));
  }
  const known = new Map(draft.lines.map((line) => [line.id, line]));
  const read = lines.slice(0, LINES.max).map((line, i) => {
    checkLine(fields, `/lines/${i}`, line);
    // An id names one line of this draft, once.
    const was = known.get(line.id);
    if (line.id !== '' && was === undefined) {
      fields.push(draftErrors.field(`/lines/${i}/id`, 'draft-invoice.line-unknown'));
    }
    known.delete(line.id);
    return { id: line.id, line: { ...line, lineId: was?.originLineId ?? '' } };
  });
  const date = dateOf(fields, datedOn, today);
  if (fields.length > 0) throw draftErrors.error('draft-invoice.invalid', {}, fields);
  return { datedOn: date, lines: read };
}

function checkLine(fields: FieldError[], at: string, line: DraftInvoiceLine): void {
  const text = (field: 'reference' | 'designation' | 'ventilationCode', min: number, max: number) => {
    const { length } = line[field].trim();
    if (length < min || length > max) {
      fields.push(draftErrors.field(`${at}/${field}`, 'draft-invoice.text-length', { min, max }));
    }
  };
  const decimal = <T>(field: string, parse: () => T, accepted: (value: T) => FieldError | undefined) => {
    try {
      const refusal = accepted(parse());
      if (refusal !== undefined) fields.push(refusal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      fields.push({ pointer: `${at}/${field}`, code: error.code, params: error.params });
    }
  };
  text('reference', 0, 100);
  text('designation', 1, 500);
  text('ventilationCode', 1, 30);
  decimal(
    'quantity',
    () => Quantity.parse(line.quantity),
    (quantity) =>
      quantity.compare(Quantity.parse(QUANTITY.min)) < 0 || quantity.compare(Quantity.parse(QUANTITY.max)) > 0
        ? draftErrors.field(`${at}/quantity`, 'draft-invoice.quantity-out-of-range', QUANTITY)
        : undefined,
  );
  decimal(
    'unitPrice',
    () => UnitPrice.parse(line.unitPrice),
    (price) => (price.isNegative() ? draftErrors.field(`${at}/unitPrice`, 'draft-invoice.price-negative') : undefined),
  );
  decimal(
    'discount',
    () => Rate.parse(line.discount || '0'),
    (discount) =>
      discount.isNegative() || discount.compare(Rate.one) > 0
        ? draftErrors.field(`${at}/discount`, 'draft-invoice.discount-out-of-range')
        : undefined,
  );
  if (!vatCategories.some((category) => category === line.vatCategory)) {
    fields.push(draftErrors.field(`${at}/vatCategory`, 'draft-invoice.not-accepted', { accepted: vatCategories }));
  }
}

function dateOf(fields: FieldError[], text: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if (text === '') return undefined;
  try {
    const date = Temporal.PlainDate.from(text, { overflow: 'reject' });
    if (date.toString() === text && Temporal.PlainDate.compare(date, today) <= 0) return date;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  fields.push(draftErrors.field('/datedOn', 'draft-invoice.date-wrong', { max: today.toString() }));
  return undefined;
}
