import type { CustomerOrder } from '@navette/contracts/billing/v1/service';
import type { PreparedPart } from '@navette/contracts/stock/v1/preparation';
import { defineErrors, Quantity } from '@navette/kernel';
import { ORDER_TYPES } from '@navette/reference';
import { outstanding, type LineQuantities } from '../customer-orders/customer-order.js';

export const slipErrors = defineErrors('billing', {
  'delivery-slip.type-without': { kind: 'precondition', params: [] },
  'delivery-slip.in-progress': { kind: 'precondition', params: [] },
  'delivery-slip.nothing-ready': { kind: 'precondition', params: [] },
  'delivery-slip.cancel-asked': { kind: 'precondition', params: ['reference'] },
  'delivery-slip.part-counted': { kind: 'precondition', params: ['reference', 'inventory'] },
});

/** A line that leaves with a slip, and how much of it. */
export interface SlipLine {
  readonly lineId: string;
  readonly quantity: Quantity;
}

/** A line as the order shows it, whose quantities are those of its locked row. */
export type LineOfOrder = CustomerOrder['lines'][number] & { readonly standing: LineQuantities };

/**
 * What leaves with a slip of an order (ST-17): of each part all that stock has ready for it, and with it what is no stock
 * and was not delivered before.
 * @throws DomainError `billing.delivery-slip.type-without`, `….nothing-ready`, `….cancel-asked` while stock has not answered
 *   a cancellation, `….part-counted`
 */
export function slipOf(
  type: string,
  lines: readonly LineOfOrder[],
  prepared: readonly PreparedPart[],
): { readonly parts: readonly SlipLine[]; readonly others: readonly SlipLine[] } {
  if (ORDER_TYPES.every(({ code, deliverySlip }) => code !== type || !deliverySlip)) {
    throw slipErrors.error('delivery-slip.type-without');
  }
  const parts = lines.flatMap(({ id: lineId, reference, standing }): SlipLine[] => {
    const part = prepared.find(({ needId }) => needId === lineId);
    const quantity = Quantity.parse(part?.ready ?? '0');
    if (part === undefined || !quantity.isPositive()) return [];
    if (standing.cancelAsked.isPositive()) throw slipErrors.error('delivery-slip.cancel-asked', { reference });
    if (part.countedBy !== '') {
      throw slipErrors.error('delivery-slip.part-counted', { reference, inventory: part.countedBy });
    }
    return [{ lineId, quantity }];
  });
  const others = lines
    .filter(({ standing }) => standing.kind === 'special_item')
    .map(({ id: lineId, standing }) => ({ lineId, quantity: outstanding(standing) }))
    .filter(({ quantity }) => quantity.isPositive());
  const wantsParts = lines.some(({ standing }) => standing.kind === 'part' && outstanding(standing).isPositive());
  if (parts.length === 0 && (wantsParts || others.length === 0)) throw slipErrors.error('delivery-slip.nothing-ready');
  return { parts, others };
}
