import { defineErrors, Quantity, type UnitPrice } from '@navette/kernel';

export const replenishmentErrors = defineErrors('stock', {
  'replenishment.nothing-selected': 'invalid',
  'replenishment.too-many': { kind: 'invalid', params: ['max'] },
  'replenishment.selected-twice': { kind: 'invalid', params: ['needs'] },
  'replenishment.need-unknown': { kind: 'not-found', params: ['needs'] },
  'replenishment.not-waiting': { kind: 'conflict', params: ['needs'] },
  'replenishment.need-or-part': 'invalid',
  'replenishment.not-below-minimum': { kind: 'conflict', params: ['parts'] },
  'replenishment.frozen': { kind: 'precondition', params: ['needs'] },
  'replenishment.no-supplier': { kind: 'precondition', params: ['references'] },
  'replenishment.supplier-unknown': { kind: 'precondition', params: ['suppliers'] },
});

/** A quantity of a part that is about to be ordered. */
export interface PartToOrder {
  readonly partId: string;
  readonly reference: string;
  readonly quantity: Quantity;
  /** Empty where the part has none and none was chosen. */
  readonly supplierPartyId: string;
  readonly unitPrice: UnitPrice | undefined;
}

/** What waits of a need as it is about to be ordered. */
export interface NeedToOrder extends PartToOrder {
  readonly needId: string;
  readonly originKind: string;
  readonly originId: string;
  readonly frozen: boolean;
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

/** ST-21: one order per supplier, all that is wanted of a part together; a refill is for the stock, for no need. */
export function orderDrafts(needs: readonly NeedToOrder[], refills: readonly PartToOrder[]): OrderDraft[] {
  return [...grouped([...needs, ...refills], ({ supplierPartyId }) => supplierPartyId)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([supplierPartyId, of]) => ({
      supplierPartyId,
      lines: [...grouped(of, ({ partId }) => partId)]
        .map(([partId, forPart]) => ({
          partId,
          reference: (forPart[0] as PartToOrder).reference,
          quantity: Quantity.sum(forPart.map(({ quantity }) => quantity)),
          unitPrice: (forPart[0] as PartToOrder).unitPrice,
          needs: forPart.filter((one): one is NeedToOrder => 'needId' in one),
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
