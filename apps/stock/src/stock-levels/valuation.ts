import { Money, Quantity, UnitPrice } from '@navette/kernel';

/*
 * Weighted average cost (ST-10, E-079): quantity and value move together, the average is their quotient and is never
 * kept. Exact throughout: quantities in ten-thousandths, amounts in cents, one rounding per movement.
 */

export type MovementKind =
  | 'receipt'
  | 'sale'
  | 'repair_use'
  | 'correction_in'
  | 'correction_out'
  | 'transfer'
  | 'inventory'
  | 'disassembly'
  | 'return'
  | 'revaluation'
  | 'merge';

/** What a station has of a part, over all locations, and what that is worth. */
export interface PartStock {
  readonly onHand: Quantity;
  readonly value: Money;
}

/** A change of a part's stock, and what it leaves. */
export interface StockChange {
  readonly kind: MovementKind;
  /** Signed; zero for a revaluation alone. */
  readonly quantity: Quantity;
  readonly value: Money;
  readonly after: PartStock;
  /** Where: the depot, if not said (ST-11). */
  readonly location?: string;
}

/** A cost as a quotient, so that an average is never rounded before it is used: `cents` for `per` ten-thousandths of a unit. */
export interface Cost {
  readonly cents: bigint;
  readonly per: bigint;
}

/** Ten-thousandths of a unit in a unit, times ten-thousandths of a euro in a cent. */
const UNIT_PRICE_PER = 1_000_000n;

export function costAt(price: UnitPrice): Cost {
  return { cents: tenThousandths(price), per: UNIT_PRICE_PER };
}

/** The average as it stands, or undefined where there is nothing on hand to average. */
export function averageCost({ onHand, value }: PartStock): Cost | undefined {
  return onHand.isPositive() ? { cents: value.cents(), per: tenThousandths(onHand) } : undefined;
}

/** The average as shown: 4 decimals. */
export function shownCost({ cents, per }: Cost): UnitPrice {
  return UnitPrice.parse(decimal(rounded(cents * UNIT_PRICE_PER, per)));
}

/**
 * Parts come in at a cost. Where stock was below zero, what had been issued at the last average is put right to the new
 * cost by a revaluation: what then is on hand is worth the new cost, what still is missing keeps the old one.
 * A return comes in at the current average (`returned`), which leaves the average as it is.
 */
export function entry(stock: PartStock, kind: MovementKind, quantity: Quantity, cost: Cost): StockChange[] {
  const received = change(stock, kind, quantity, Money.fromCents(worth(quantity, cost)));
  if (!stock.onHand.isNegative()) return [received];
  const { onHand, value } = received.after;
  const due = onHand.isNegative()
    ? rounded(stock.value.cents() * tenThousandths(onHand), tenThousandths(stock.onHand))
    : worth(onHand, cost);
  const difference = Money.fromCents(due).minus(value);
  return difference.isZero()
    ? [received]
    : [received, change(received.after, 'revaluation', Quantity.zero, difference)];
}

/**
 * Parts leave: their share of the value, all of it when nothing is left. At or below zero they leave at the last average.
 * @param lastCost used where nothing is on hand
 */
export function issue(stock: PartStock, kind: MovementKind, quantity: Quantity, lastCost: Cost): StockChange {
  const value = Money.fromCents(worth(quantity, averageCost(stock) ?? lastCost));
  return change(stock, kind, quantity.negate(), value.negate());
}

/**
 * A receipt is taken back: at the receipt's own cost, so that what was there before is worth what it was. Where less value
 * than that is left (parts were issued meanwhile), as an issue.
 */
export function reversal(stock: PartStock, quantity: Quantity, cost: Cost): StockChange {
  const value = Money.fromCents(worth(quantity, cost));
  const left = stock.value.minus(value);
  const nothingLeft = stock.onHand.equals(quantity);
  if (nothingLeft || left.isNegative()) return issue(stock, 'return', quantity, cost);
  return change(stock, 'return', quantity.negate(), value.negate());
}

/** Parts go from one place to another: what leaves there comes in here at the same value (ST-11). */
export function relocation(
  stock: PartStock,
  quantity: Quantity,
  lastCost: Cost,
  { from, to }: { readonly from: string; readonly to: string },
): StockChange[] {
  const out = issue(stock, 'transfer', quantity, lastCost);
  const back = change(out.after, 'transfer', quantity, out.value.negate());
  return [
    { ...out, location: from },
    { ...back, location: to },
  ];
}

function change({ onHand, value }: PartStock, kind: MovementKind, quantity: Quantity, worth: Money): StockChange {
  return { kind, quantity, value: worth, after: { onHand: onHand.plus(quantity), value: value.plus(worth) } };
}

function worth(quantity: Quantity, { cents, per }: Cost): bigint {
  return rounded(tenThousandths(quantity) * cents, per);
}

/** Quotient rounded half away from zero. */
export function rounded(numerator: bigint, denominator: bigint): bigint {
  const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  return n < 0n ? -((-n * 2n + d) / (d * 2n)) : (n * 2n + d) / (d * 2n);
}

export function tenThousandths(value: Quantity | UnitPrice): bigint {
  return BigInt(value.toString().replace('.', ''));
}

function decimal(tenThousandthsOfAnEuro: bigint): string {
  const sign = tenThousandthsOfAnEuro < 0n ? '-' : '';
  const digits = (sign === '' ? tenThousandthsOfAnEuro : -tenThousandthsOfAnEuro).toString().padStart(5, '0');
  return `${sign}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
