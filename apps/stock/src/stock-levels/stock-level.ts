import type { StockLevel } from '@navette/contracts/stock/v1/service';
import { defineErrors, Money, Quantity } from '@navette/kernel';
import { averageCost, shownCost } from './valuation.js';

export const stockLevelErrors = defineErrors('stock', {
  'stock-level.would-be-negative': { kind: 'precondition', params: ['reference', 'onHand', 'wanted'] },
  'correction.invalid': 'invalid',
  'correction.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'correction.quantity-zero': 'invalid',
  'correction.quantity-absurd': { kind: 'invalid', params: ['max'] },
  'correction.reason-missing': { kind: 'invalid', params: ['max'] },
  'correction.cost-not-accepted': 'invalid',
});

/** Where a station's parts lie as long as it has told no places apart (ST-11). */
export const DEPOT = 'depot';

/** No receipt and no correction of a workshop moves more of one part at once: beyond it is a typing error. */
export const MOST_AT_ONCE = Quantity.parse('99999');

/** Quantities of a part in the station, as stored: decimal texts. */
export interface LevelFigures {
  readonly partId: string;
  readonly onHand: string;
  readonly value: string;
  readonly reserved: string;
  /** On hand, not reserved and not about to leave with a voided receipt. */
  readonly free: string;
  readonly onOrder: string;
}

export function shownLevel(figures: LevelFigures): StockLevel {
  const { partId, onHand, reserved, free, onOrder, value } = figures;
  const cost = averageCost({ onHand: Quantity.parse(onHand), value: Money.parse(value) });
  return {
    partId,
    onHand,
    reserved,
    free,
    onOrder,
    value,
    averageCost: cost === undefined ? '' : shownCost(cost).toString(),
  };
}

export function emptyLevel(partId: string): LevelFigures {
  const [none, nothing] = [Quantity.zero.toString(), Money.zero.toString()];
  return { partId, onHand: none, value: nothing, reserved: none, free: none, onOrder: none };
}
