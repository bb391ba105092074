import type { CreateSupplierReturnRequest } from '@navette/contracts/stock/v1/supplier_returns';
import {
  defineErrors,
  lineNet,
  Money,
  Quantity,
  type FieldError,
  type Temporal,
  type UnitPrice,
} from '@navette/kernel';
import { parsed } from '../input/parsed.js';

export const supplierReturnErrors = defineErrors('stock', {
  'supplier-return.not-found': 'not-found',
  'supplier-return.invalid': 'invalid',
  'supplier-return.no-line': 'invalid',
  'supplier-return.line-unknown': 'invalid',
  'supplier-return.line-twice': 'invalid',
  'supplier-return.quantity-not-positive': 'invalid',
  'supplier-return.more-than-received': { kind: 'invalid', params: ['left'] },
  'supplier-return.reason-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'supplier-return.comment-too-long': { kind: 'invalid', params: ['max'] },
  'supplier-return.not-on-hand': { kind: 'precondition', params: ['references'] },
});

export const RETURN_REASONS = ['defective', 'wrong', 'warranty'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];
export type ReturnState = 'credit_expected' | 'cancelled';

const LONGEST_COMMENT = 500;

/** A line of a receipt as far as it can go back. */
export interface ReturnableLine {
  readonly id: string;
  readonly partId: string;
  readonly reference: string;
  /** Received, less what went back already. */
  readonly left: Quantity;
  readonly received: Quantity;
  readonly unitPrice: UnitPrice;
}

export interface ReturnedLine {
  readonly line: ReturnableLine;
  readonly quantity: Quantity;
  readonly reason: ReturnReason;
  /** Without VAT: at what it was received for. */
  readonly credit: Money;
}

/** A return as it is read. */
export interface ReturnHead {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly supplierPartyId: string;
  readonly goodsReceiptId: string;
  readonly goodsReceiptNumber: string;
  readonly state: ReturnState;
  readonly comment: string;
  readonly expectedCredit: Money;
  readonly createdAt: Temporal.Instant;
}

export interface ReturnLine {
  readonly id: string;
  readonly returnId: string;
  readonly receiptLineId: string;
  readonly partId: string;
  readonly reference: string;
  readonly designation: string;
  readonly quantity: Quantity;
  readonly reason: ReturnReason;
  readonly unitPrice: UnitPrice;
  readonly credit: Money;
}

/**
 * What goes back, each line at its receipt's price (ST-25).
 * @throws DomainError `stock.supplier-return.invalid` with every field that is not accepted
 */
export function returnedLines(
  { comment, lines: given }: Pick<CreateSupplierReturnRequest, 'comment' | 'lines'>,
  lines: readonly ReturnableLine[],
): ReturnedLine[] {
  const fields: FieldError[] = [];
  const byId = new Map(lines.map((line) => [line.id, line]));
  const seen = new Set<string>();
  const returned = given.flatMap((input, i): ReturnedLine[] => {
    const line = byId.get(input.receiptLineId);
    const refuse = (
      field: string,
      ...error: Parameters<typeof supplierReturnErrors.field> extends [string, ...infer R] ? R : never
    ) => {
      fields.push(supplierReturnErrors.field(`/lines/${i}/${field}`, ...error));
    };
    if (line === undefined) refuse('receiptLineId', 'supplier-return.line-unknown');
    else if (seen.has(line.id)) refuse('receiptLineId', 'supplier-return.line-twice');
    seen.add(input.receiptLineId);
    const quantity = parsed(fields, `/lines/${i}/quantity`, () => Quantity.parse(input.quantity));
    if (quantity !== undefined && !quantity.isPositive()) refuse('quantity', 'supplier-return.quantity-not-positive');
    if (quantity !== undefined && line !== undefined && quantity.compare(line.left) > 0)
      refuse('quantity', 'supplier-return.more-than-received', { left: line.left.toString() });
    const reason = RETURN_REASONS.find((one) => one === input.reason);
    if (reason === undefined) refuse('reason', 'supplier-return.reason-not-accepted', { accepted: RETURN_REASONS });
    if (line === undefined || quantity === undefined || reason === undefined) return [];
    return [{ line, quantity, reason, credit: lineNet(quantity, line.unitPrice) }];
  });
  if (given.length === 0) fields.push(supplierReturnErrors.field('/lines', 'supplier-return.no-line'));
  if (comment.length > LONGEST_COMMENT)
    fields.push(supplierReturnErrors.field('/comment', 'supplier-return.comment-too-long', { max: LONGEST_COMMENT }));
  if (fields.length > 0) throw supplierReturnErrors.error('supplier-return.invalid', {}, fields);
  return returned;
}

/** How much of each part goes back. */
export function quantityOfParts(
  lines: readonly { readonly partId: string; readonly quantity: Quantity }[],
): Map<string, Quantity> {
  const quantities = new Map<string, Quantity>();
  for (const { partId, quantity } of lines)
    quantities.set(partId, (quantities.get(partId) ?? Quantity.zero).plus(quantity));
  return quantities;
}
