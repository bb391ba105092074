import type { NeedSupply } from '@navette/contracts/common/v1/common';
import { defineErrors, Quantity, type FieldError } from '@navette/kernel';
import { parsed } from '../input/parsed.js';
import type { Turn, UnmetNeed } from '../needs/need.js';
import { allocate, type Portion } from './allocation-policy.js';

export const allocationErrors = defineErrors('stock', {
  'allocation.invalid': 'invalid',
  'allocation.quantity-wrong': 'invalid',
  'allocation.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'allocation.more-than-wanted': { kind: 'invalid', params: ['wanted'] },
  'allocation.more-than-free': { kind: 'invalid', params: ['free'] },
  'allocation.need-frozen': 'precondition',
  'allocation.nothing-wanted': 'precondition',
  'allocation.none-there': 'precondition',
});

/** An allocation as sagas and other contexts know it; JSON data. */
export interface AllocationRow {
  readonly id: string;
  readonly needId: string;
  readonly originKind: 'intervention_file' | 'customer_order';
  readonly originId: string;
  /** Line of the origin that wants the part: the need's id. */
  readonly originLineId: string;
  readonly partId: string;
  /** Where the parts lie, as levels name it (ST-11). */
  readonly location: string;
  /** Decimal text, scale 4. */
  readonly quantity: string;
  /** Null where it is from free stock. */
  readonly receiptLineId: string | null;
  readonly state: 'tentative' | 'confirmed' | 'consumed' | 'withdrawn';
  /** What is still to come for the need beside it. */
  readonly supply: NeedSupply;
}

/** An open allocation, locked, with what is needed to take it back. */
export interface OpenAllocation {
  readonly id: string;
  readonly needId: string;
  readonly partId: string;
  /** Where the parts lie, as levels name it (ST-11). */
  readonly location: string;
  readonly quantity: Quantity;
  readonly state: 'tentative' | 'confirmed';
  readonly receiptLineId: string | null;
  readonly orderLineId: string | null;
  /** Its receipt has been voided and is being reversed: the parts are about to leave. */
  readonly leaving: boolean;
  readonly need: Turn;
}

/** A quantity to be taken from an open allocation: all of it, or a part. */
export interface Cut {
  readonly allocation: OpenAllocation;
  readonly quantity: Quantity;
}

export type WithdrawalReason =
  'origin-cancelled' | 'not-answered' | 'receipt-voided' | 'stock-corrected' | 'not-used' | 'released';

/** So much as somebody gives by choice (ST-11). @throws DomainError `stock.allocation.invalid` with the field */
export function chosenQuantity(
  text: string,
  unit: { readonly unitCode: string; readonly unitDecimals: number },
): Quantity {
  const fields: FieldError[] = [];
  const quantity = parsed(fields, '/quantity', () => Quantity.parse(text)) ?? Quantity.one;
  const { unitCode, unitDecimals: decimals } = unit;
  if (!quantity.isPositive()) fields.push(allocationErrors.field('/quantity', 'allocation.quantity-wrong'));
  else if (!quantity.hasAtMost(decimals)) {
    const params = { unit: unitCode, decimals };
    fields.push(allocationErrors.field('/quantity', 'allocation.quantity-too-precise', params));
  }
  if (fields.length > 0) throw allocationErrors.error('allocation.invalid', {}, fields);
  return quantity;
}

/**
 * What a need gets by choice, all of it or nothing: what waits first, then what it has on order.
 * @throws DomainError `stock.allocation.need-frozen`, `….nothing-wanted`, `….invalid` where it wants less, or less is free
 */
export function chosenPortions(need: UnmetNeed, quantity: Quantity, free: Quantity): Portion[] {
  if (need.frozen) throw allocationErrors.error('allocation.need-frozen');
  const wanted = Quantity.sum([need.waiting, ...need.links.map(({ open }) => open)]);
  if (!wanted.isPositive()) throw allocationErrors.error('allocation.nothing-wanted');
  const refused = (field: FieldError) => allocationErrors.error('allocation.invalid', {}, [field]);
  if (quantity.compare(wanted) > 0) {
    throw refused(allocationErrors.field('/quantity', 'allocation.more-than-wanted', { wanted: wanted.toString() }));
  }
  if (quantity.compare(free) > 0) {
    throw refused(allocationErrors.field('/quantity', 'allocation.more-than-free', { free: free.toString() }));
  }
  return allocate([need], [{ partId: need.partId, quantity, receiptLineId: null, orderLineId: null }]);
}
