import type { StockLevel } from '@navette/contracts/stock/v1/service';
import { defineErrors, Money, Quantity, type Temporal } from '@navette/kernel';
import { averageCost, shownCost } from './valuation.js';

export const stockLevelErrors = defineErrors('stock', {
  'stock-level.would-be-negative': { kind: 'precondition', params: ['reference', 'onHand', 'wanted'] },
  'correction.invalid': 'invalid',
  'correction.quantity-too-precise': { kind: 'invalid', params: ['unit', 'decimals'] },
  'correction.quantity-zero': 'invalid',
  'correction.quantity-absurd': { kind: 'invalid', params: ['max'] },
  'correction.reason-missing': { kind: 'invalid', params: ['max'] },
  'correction.cost-not-accepted': 'invalid',
  'correction.more-than-there': { kind: 'invalid', params: ['onHand'] },
});

/** The place that every station has, and that serves needs by itself; the others are entries of its list (ST-11, ADR 53). */
export const DEPOT = 'depot';

/** No receipt and no correction of a workshop moves more of one part at once: beyond it is a typing error. */
export const MOST_AT_ONCE = Quantity.parse('99999');

/** Quantities of a part in the station, as stored: decimal texts. */
export interface LevelFigures {
  readonly partId: string;
  readonly onHand: string;
  readonly value: string;
  /** In all places together. */
  readonly reserved: string;
  /** Of the depot: on hand, not reserved and not about to leave with a voided receipt. */
  readonly free: string;
  readonly onOrder: string;
}

/** Quantities of a part in one place. */
export interface LevelAt {
  /** Empty: the depot. */
  readonly placeId: string;
  readonly code: string;
  readonly label: string;
  readonly onHand: string;
  readonly reserved: string;
}

/** What has left one station and not arrived in the other (ST-15). */
export interface LevelInTransit {
  readonly transferId: string;
  readonly number: string;
  readonly side: 'incoming' | 'outgoing';
  readonly stationCode: string;
  readonly stationName: string;
  readonly quantity: string;
  readonly since: Temporal.Instant;
}

/** What is known of one part. */
export interface LevelOfPart {
  readonly figures: LevelFigures;
  readonly places: readonly LevelAt[];
  readonly transits: readonly LevelInTransit[];
}

/** As lists show it: neither places nor what is in transit. */
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
    places: [],
    arriving: '',
    leaving: '',
    transits: [],
  };
}

export function shownLevelOfPart({ figures, places, transits }: LevelOfPart): StockLevel {
  const onTheWay = (wanted: LevelInTransit['side']) =>
    transits
      .filter(({ side }) => side === wanted)
      .reduce((sum, { quantity }) => sum.plus(Quantity.parse(quantity)), Quantity.zero)
      .toString();
  return {
    ...shownLevel(figures),
    places: places.map((place) => ({ ...place, free: place.placeId === '' ? figures.free : freeElsewhere(place) })),
    arriving: onTheWay('incoming'),
    leaving: onTheWay('outgoing'),
    transits: transits.map((transit) => ({ ...transit, since: transit.since.toString() })),
  };
}

function freeElsewhere({ onHand, reserved }: LevelAt): string {
  return Quantity.parse(onHand).minus(Quantity.parse(reserved)).toString();
}

export function emptyLevel(partId: string): LevelFigures {
  const [none, nothing] = [Quantity.zero.toString(), Money.zero.toString()];
  return { partId, onHand: none, value: nothing, reserved: none, free: none, onOrder: none };
}
