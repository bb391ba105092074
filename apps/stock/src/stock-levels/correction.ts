import type { CorrectStockRequest } from '@navette/contracts/stock/v1/service';
import { isUuid, Quantity, UnitPrice, type FieldError } from '@navette/kernel';
import { partErrors } from '../catalogue/part.js';
import { parsed } from '../input/parsed.js';
import { MOST_AT_ONCE, stockLevelErrors } from './stock-level.js';

export interface Correction {
  readonly partId: string;
  /** Empty: at the depot. */
  readonly placeId: string;
  /** Signed. */
  readonly quantity: Quantity;
  readonly reason: string;
  /** Of an entry; absent: the current average. */
  readonly unitCost: UnitPrice | undefined;
}

const LONGEST_REASON = 200;

/** @throws DomainError `stock.correction.invalid` naming each field, `stock.part.not-found` for what is no id */
export function checkedCorrection(request: CorrectStockRequest): Correction {
  if (!isUuid(request.partId)) throw partErrors.error('part.not-found');
  const fields: FieldError[] = [];
  const quantity = parsed(fields, '/quantity', () => Quantity.parse(request.quantity)) ?? Quantity.one;
  if (quantity.isZero()) fields.push(stockLevelErrors.field('/quantity', 'correction.quantity-zero'));
  if (quantity.abs().compare(MOST_AT_ONCE) > 0) {
    fields.push(stockLevelErrors.field('/quantity', 'correction.quantity-absurd', { max: MOST_AT_ONCE.toString() }));
  }
  const reason = request.reason.trim();
  if (reason === '' || reason.length > LONGEST_REASON) {
    fields.push(stockLevelErrors.field('/reason', 'correction.reason-missing', { max: LONGEST_REASON }));
  }
  const unitCost =
    request.unitCost === '' ? undefined : parsed(fields, '/unitCost', () => UnitPrice.parse(request.unitCost));
  if (unitCost !== undefined && (unitCost.isNegative() || quantity.isNegative())) {
    fields.push(stockLevelErrors.field('/unitCost', 'correction.cost-not-accepted'));
  }
  if (fields.length > 0) throw stockLevelErrors.error('correction.invalid', {}, fields);
  return { partId: request.partId, placeId: request.placeId, quantity, reason, unitCost };
}
