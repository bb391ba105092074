import type { MoveStockRequest } from '@navette/contracts/stock/v1/service';
import { defineErrors, isUuid, Quantity, type FieldError } from '@navette/kernel';
import { parsed } from '../input/parsed.js';
import { MOST_AT_ONCE } from '../stock-levels/stock-level.js';

export const placeErrors = defineErrors('stock', {
  'stock-place.invalid': 'invalid',
  'stock-place.unknown': 'invalid',
  'stock-place.retired': { kind: 'invalid', params: ['code'] },
  'internal-transfer.invalid': 'invalid',
  'internal-transfer.same-place': 'invalid',
  'internal-transfer.lines-wrong': { kind: 'invalid', params: ['max'] },
  'internal-transfer.part-unknown': 'invalid',
  'internal-transfer.part-twice': 'invalid',
  'internal-transfer.quantity-wrong': { kind: 'invalid', params: ['max'] },
  'internal-transfer.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'internal-transfer.more-than-free': { kind: 'invalid', params: ['free'] },
  'internal-transfer.comment-too-long': { kind: 'invalid', params: ['max'] },
});

const MOST_LINES = 200;
const LONGEST_COMMENT = 200;

export interface MovedLine {
  readonly partId: string;
  readonly quantity: Quantity;
}

/**
 * What goes from one place to another, in the order given (ST-11).
 * @throws DomainError `stock.internal-transfer.invalid` with every field that is not accepted
 */
export function movedLines({ fromPlaceId, toPlaceId, comment, lines }: MoveStockRequest): MovedLine[] {
  const fields: FieldError[] = [];
  if (fromPlaceId === toPlaceId) fields.push(placeErrors.field('/toPlaceId', 'internal-transfer.same-place'));
  if (comment.length > LONGEST_COMMENT) {
    fields.push(placeErrors.field('/comment', 'internal-transfer.comment-too-long', { max: LONGEST_COMMENT }));
  }
  if (lines.length === 0 || lines.length > MOST_LINES) {
    throw refused([placeErrors.field('/lines', 'internal-transfer.lines-wrong', { max: MOST_LINES }), ...fields]);
  }
  const seen = new Set<string>();
  const moved = lines.map(({ partId, quantity: typed }, i): MovedLine => {
    const at = `/lines/${i}`;
    if (!isUuid(partId)) fields.push(placeErrors.field(`${at}/partId`, 'internal-transfer.part-unknown'));
    else if (seen.has(partId)) fields.push(placeErrors.field(`${at}/partId`, 'internal-transfer.part-twice'));
    seen.add(partId);
    const quantity = parsed(fields, `${at}/quantity`, () => Quantity.parse(typed)) ?? Quantity.one;
    if (!quantity.isPositive() || quantity.compare(MOST_AT_ONCE) > 0) {
      const max = MOST_AT_ONCE.toString();
      fields.push(placeErrors.field(`${at}/quantity`, 'internal-transfer.quantity-wrong', { max }));
    }
    return { partId, quantity };
  });
  if (fields.length > 0) throw refused(fields);
  return moved;
}

export function refused(fields: readonly FieldError[]) {
  return placeErrors.error('internal-transfer.invalid', {}, [...fields]);
}
