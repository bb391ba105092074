import { defineErrors, Quantity, type UnitPrice } from '@navette/kernel';

export const replenishmentErrors = defineErrors('stock', {
  'replenishment.nothing-selected': 'invalid',
  'replenishment.too-many': { kind: 'invalid', params: ['max'] },
  'replenishment.selected-twice': { kind: 'invalid', params: ['needs'] },
  'replenishment.need-unknown': { kind: 'not-found', params: ['needs'] },
  'replenishment.not-waiting': { kind: 'conflict', params: ['needs'] },
  'replenishment.frozen': { kind: 'precondition', params: ['needs'] },
  'replenishment.no-supplier': { kind: 'precondition', params: ['references'] },
  'replenishment.supplier-unknown': { kind: 'precondition', params: ['suppliers'] },
});

/** A need as it is about to be ordered. */
export interface NeedToOrder {
  readonly needId: string;
  readonly originKind: string;
  readonly originId: string;
  readonly partId: string;
  readonly reference: string;
  readonly waiting: Quantity;
  readonly frozen: boolean;
  readonly supplierPartyId: string;
  readonly unitPrice: UnitPrice | undefined;
}

/** What one supplier is to be asked for: one line per part, in the order of references. */
export interface OrderDraft {
  readonly supplierPartyId: string;
  readonly lines: readonly {
    readonly partId: string;
    readonly quantity: Quantity;
    readonly unitPrice: UnitPrice | undefined;
    readonly needs: readonly NeedToOrder[];
  }[];
}

/** ST-21: one order per supplier, the needs of a part together. */
export function orderDrafts(needs: readonly NeedToOrder[]): OrderDraft[] {
  return [...grouped(needs, ({ supplierPartyId }) => supplierPartyId)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([supplierPartyId, of]) => ({
      supplierPartyId,
      lines: [...grouped(of, ({ partId }) => partId)]
        .map(([partId, forPart]) => ({
          partId,
          reference: (forPart[0] as NeedToOrder).reference,
          quantity: Quantity.sum(forPart.map(({ waiting }) => waiting)),
          unitPrice: (forPart[0] as NeedToOrder).unitPrice,
          needs: forPart,
        }))
        .sort((a, b) => (a.reference < b.reference ? -1 : 1)),
    }));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
