import { defineErrors, Quantity } from '@navette/kernel';
import type { Cut, OpenAllocation } from '../allocations/allocation.js';
import { DEPOT } from '../stock-levels/stock-level.js';

export const consumptionErrors = defineErrors('stock', {
  'consumption.not-allocated': { kind: 'precondition', params: ['part', 'wanted', 'allocated'] },
  'consumption.returned': 'precondition',
});

/** A line of an origin with what it used of a part. */
export interface UsedPart {
  readonly needId: string;
  readonly partId: string;
  readonly used: Quantity;
}

/** A line that used more than is allocated to it. */
export interface Shortage {
  readonly partId: string;
  readonly wanted: Quantity;
  readonly allocated: Quantity;
}

/** What becomes of an origin's open allocations: each is cut by what was not used, and what is left of it is consumed. */
export interface Consumption {
  readonly released: readonly Cut[];
  readonly consumed: readonly Cut[];
}

/**
 * What each line takes of its allocations, and what of them is free again: first what somebody chose from another place than
 * the depot, for that is at hand where it is used (ST-11). An origin that reports a part as used has taken
 * it, whether its confirmation has arrived here or not, so both states count; parts about to leave with a voided receipt
 * do not. The first line that lacks parts refuses all.
 * @param keepRest allocations that nothing was taken of stay as they are (ST-17)
 */
export function consume(
  used: readonly UsedPart[],
  open: readonly OpenAllocation[],
  keepRest = false,
): { readonly shortage: Shortage } | Consumption {
  const consumed: Cut[] = [];
  const taken = new Map<string, Quantity>();
  for (const { needId, partId, used: wanted } of used) {
    const mine = open.filter((one) => one.needId === needId && one.partId === partId && !one.leaving);
    const allocated = Quantity.sum(mine.map(({ quantity }) => quantity));
    if (wanted.compare(allocated) > 0) return { shortage: { partId, wanted, allocated } };
    let left = wanted;
    for (const allocation of [...mine].sort(atHandFirst)) {
      const quantity = allocation.quantity.min(left);
      if (!quantity.isPositive()) break;
      left = left.minus(quantity);
      consumed.push({ allocation, quantity });
      taken.set(allocation.id, quantity);
    }
  }
  const released = open
    .filter(({ id }) => !keepRest || taken.has(id))
    .map((allocation) => ({
      allocation,
      quantity: allocation.quantity.minus(taken.get(allocation.id) ?? Quantity.zero),
    }))
    .filter(({ quantity }) => quantity.isPositive());
  return { consumed, released };
}

function atHandFirst(a: OpenAllocation, b: OpenAllocation): number {
  return (
    Number(a.location === DEPOT) - Number(b.location === DEPOT) ||
    Number(a.state === 'tentative') - Number(b.state === 'tentative') ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}
