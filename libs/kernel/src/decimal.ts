import BigDefault, { type Big as BigValue } from 'big.js';
import { defineErrors } from './errors.js';

/** A constructor of our own: strict (numbers are refused) and with one rounding, half away from zero (big.js RM 1). */
const Big = BigDefault();
Big.strict = true;
Big.RM = 1;
Big.DP = 4;

const errors = defineErrors('kernel', {
  'decimal.malformed': { kind: 'invalid', params: ['accepted'] },
  'decimal.too-precise': { kind: 'invalid', params: ['scale'] },
  'decimal.out-of-range': { kind: 'invalid', params: ['min', 'max'] },
  'decimal.division-by-zero': { kind: 'invalid', params: [] },
});

const SHAPE = /^-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/** Said to whoever typed something else; programs read the pattern in the contract. */
const EXAMPLES = ['12', '12.5', '-3.25'];

/** Longest text worth looking at; the longest canonical one has 16 characters. */
const MAX_LENGTH = 64;

/** The text form of a type, which is also that of its column. */
type Format = { readonly scale: number; readonly pattern: string; readonly limit: BigValue; readonly max: string };

/** The columns are `numeric(14,2)` and `numeric(14,4)` (practices.md § 7). */
function numeric14(scale: number): Format {
  const integers = 14 - scale;
  const max = `${'9'.repeat(integers)}.${'9'.repeat(scale)}`;
  const pattern = `^-?(0|[1-9][0-9]{0,${integers - 1}})(\\.[0-9]{1,${scale}})?$`;
  return { scale, pattern, limit: Big(max), max };
}

const TWO_DECIMALS = numeric14(2);
const FOUR_DECIMALS = numeric14(4);

function read(text: string, { scale, limit, max }: Format): BigValue {
  const shape = typeof text === 'string' && text.length <= MAX_LENGTH ? SHAPE.exec(text) : null;
  if (shape === null) throw errors.error('decimal.malformed', { accepted: EXAMPLES });
  if ((shape[1] ?? '').length > scale) throw errors.error('decimal.too-precise', { scale });
  const value = Big(text);
  if (value.abs().gt(limit)) throw errors.error('decimal.out-of-range', { min: `-${max}`, max });
  return value;
}

/**
 * What the four decimal types share. A value is exact, frozen and within the bounds of its column; an operation whose
 * result is not throws `kernel.decimal.out-of-range`. There is one rounding, half away from zero, so that a credit note
 * is the exact opposite of its invoice (BI-1).
 *
 * `Type` keeps the types apart: a unit price is not an amount, even with the same digits.
 */
abstract class Decimal<Type extends string, Self> {
  /** Which of the four types this is. */
  abstract get type(): Type;
  protected readonly value: BigValue;

  protected constructor(value: BigValue) {
    const { scale, limit, max } = this.format();
    const rounded = value.round(scale);
    if (rounded.abs().gt(limit)) throw errors.error('decimal.out-of-range', { min: `-${max}`, max });
    // Big knows a negative zero; equal values must have one form.
    this.value = rounded.eq('0') ? Big('0') : rounded;
    Object.freeze(this);
  }

  protected abstract format(): Format;
  /** A value of the same type, rounded to its scale. */
  protected abstract make(value: BigValue): Self;

  plus(other: Decimal<Type, Self>): Self {
    return this.make(this.value.plus(other.value));
  }

  minus(other: Decimal<Type, Self>): Self {
    return this.make(this.value.minus(other.value));
  }

  negate(): Self {
    return this.make(this.value.neg());
  }

  abs(): Self {
    return this.make(this.value.abs());
  }

  /** The product, rounded once to this type's scale. For the net of a line use `lineNet`: price × quantity rounds later. */
  times(factor: Quantity | Rate): Self {
    return this.make(this.value.times(exact(factor)));
  }

  /** -1, 0 or 1: fit for `sort`. */
  compare(other: Decimal<Type, Self>): -1 | 0 | 1 {
    return this.value.cmp(other.value);
  }

  equals(other: Decimal<Type, Self>): boolean {
    return this.value.eq(other.value);
  }

  isZero(): boolean {
    return this.value.eq('0');
  }

  /** True below zero. */
  isNegative(): boolean {
    return this.value.lt('0');
  }

  /** True above zero. */
  isPositive(): boolean {
    return this.value.gt('0');
  }

  /** The smaller of the two. */
  min(other: Decimal<Type, Self>): Self {
    return this.make(this.value.lte(other.value) ? this.value : other.value);
  }

  /** The greater of the two. */
  max(other: Decimal<Type, Self>): Self {
    return this.make(this.value.gte(other.value) ? this.value : other.value);
  }

  /** The canonical text, with every decimal of the scale, as on the wire: Money `"12.50"`, Quantity `"3.0000"`. */
  toString(): string {
    return this.value.toFixed(this.format().scale);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Only text comes out: `a + b`, `a < b` and `+a` would be float arithmetic, they throw TypeError. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new TypeError(`a ${this.type} is not a number: use its methods`);
  }
}

/** Our Big of any decimal, without opening `value` to other modules. */
function exact(decimal: { toString(): string }): BigValue {
  return Big(decimal.toString());
}

/** An amount in euros with 2 decimals, at most ±999 999 999 999.99. */
export class Money extends Decimal<'money', Money> {
  static readonly scale = TWO_DECIMALS.scale;
  /** The texts that `parse` takes, for contracts. */
  static readonly pattern = TWO_DECIMALS.pattern;
  static readonly zero: Money = new Money(Big('0'));

  private constructor(value: BigValue) {
    super(value);
  }

  /**
   * Reads `"12.5"`, `"12.50"`, `"-3"`: no plus sign, no exponent, no spaces, no leading zeros.
   * @throws DomainError `kernel.decimal.malformed`, `kernel.decimal.too-precise`, `kernel.decimal.out-of-range`
   */
  static parse(text: string): Money {
    return new Money(read(text, TWO_DECIMALS));
  }

  /** @throws DomainError `kernel.decimal.out-of-range` */
  static fromCents(cents: bigint): Money {
    return new Money(Big(cents.toString()).times('0.01'));
  }

  /** The sum, zero for none. Only the total must be within bounds. */
  static sum(amounts: Iterable<Money>): Money {
    let total = Big('0');
    for (const amount of amounts) total = total.plus(amount.value);
    return new Money(total);
  }

  /** See `lineNet`. */
  static ofLine(quantity: Quantity, unitPrice: UnitPrice, discount: Rate): Money {
    return new Money(
      exact(quantity)
        .times(exact(unitPrice))
        .times(Big('1').minus(exact(discount))),
    );
  }

  override get type(): 'money' {
    return 'money';
  }

  /** The amount in cents, exactly. */
  cents(): bigint {
    return BigInt(this.value.times('100').toFixed(0));
  }

  /**
   * The amount with VAT, round(base × (1 + rate)): the third method, where VAT = incl. − base and is not rounded by
   * itself (BI-1). 12.24 at 20 % is 14.69.
   */
  inclusiveOf(rate: Rate): Money {
    return new Money(this.value.times(exact(rate).plus('1')));
  }

  protected override format(): Format {
    return TWO_DECIMALS;
  }

  protected override make(value: BigValue): Money {
    return new Money(value);
  }
}

/** The price of one unit in euros with 4 decimals, at most ±9 999 999 999.9999. */
export class UnitPrice extends Decimal<'unit-price', UnitPrice> {
  static readonly scale = FOUR_DECIMALS.scale;
  /** The texts that `parse` takes, for contracts. */
  static readonly pattern = FOUR_DECIMALS.pattern;
  static readonly zero: UnitPrice = new UnitPrice(Big('0'));

  private constructor(value: BigValue) {
    super(value);
  }

  /** As `Money.parse`, with up to 4 decimals. */
  static parse(text: string): UnitPrice {
    return new UnitPrice(read(text, FOUR_DECIMALS));
  }

  /** @throws DomainError `kernel.decimal.out-of-range` beyond ten digits */
  static fromMoney(amount: Money): UnitPrice {
    return new UnitPrice(exact(amount));
  }

  /** The sum, zero for none. Only the total must be within bounds. */
  static sum(prices: Iterable<UnitPrice>): UnitPrice {
    let total = Big('0');
    for (const price of prices) total = total.plus(price.value);
    return new UnitPrice(total);
  }

  override get type(): 'unit-price' {
    return 'unit-price';
  }

  protected override format(): Format {
    return FOUR_DECIMALS;
  }

  protected override make(value: BigValue): UnitPrice {
    return new UnitPrice(value);
  }
}

/** A number of units with 4 decimals (2 parts, 0.25 hour), at most ±9 999 999 999.9999. */
export class Quantity extends Decimal<'quantity', Quantity> {
  static readonly scale = FOUR_DECIMALS.scale;
  /** The texts that `parse` takes, for contracts. */
  static readonly pattern = FOUR_DECIMALS.pattern;
  static readonly zero: Quantity = new Quantity(Big('0'));
  static readonly one: Quantity = new Quantity(Big('1'));

  private constructor(value: BigValue) {
    super(value);
  }

  /** As `Money.parse`, with up to 4 decimals. */
  static parse(text: string): Quantity {
    return new Quantity(read(text, FOUR_DECIMALS));
  }

  /** A count. @throws TypeError when `count` is not a whole number that JavaScript holds exactly */
  static whole(count: number): Quantity {
    if (!Number.isSafeInteger(count)) throw new TypeError(`${count} is not a whole number`);
    return new Quantity(Big(BigInt(count).toString()));
  }

  /** The sum, zero for none. Only the total must be within bounds. */
  static sum(quantities: Iterable<Quantity>): Quantity {
    let total = Big('0');
    for (const quantity of quantities) total = total.plus(quantity.value);
    return new Quantity(total);
  }

  override get type(): 'quantity' {
    return 'quantity';
  }

  /** True for a count: serial-numbered parts and labels exist by the unit only. */
  isWhole(): boolean {
    return this.value.eq(this.value.round(0));
  }

  /** Whether it has no more decimals than its unit: 1.5 is no number of pieces, and one of kilograms (E-027). */
  hasAtMost(decimals: number): boolean {
    return this.value.eq(this.value.round(decimals));
  }

  protected override format(): Format {
    return FOUR_DECIMALS;
  }

  protected override make(value: BigValue): Quantity {
    return new Quantity(value);
  }
}

/** A ratio with 4 decimals: a discount, a VAT rate or a coefficient. 20 % is `0.2000`, 5.5 % is `0.0550`. */
export class Rate extends Decimal<'rate', Rate> {
  static readonly scale = FOUR_DECIMALS.scale;
  /** The texts that `parse` takes, for contracts. */
  static readonly pattern = FOUR_DECIMALS.pattern;
  static readonly zero: Rate = new Rate(Big('0'));
  static readonly one: Rate = new Rate(Big('1'));

  private constructor(value: BigValue) {
    super(value);
  }

  /** As `Money.parse`, with up to 4 decimals; a fraction, not a percentage. */
  static parse(text: string): Rate {
    return new Rate(read(text, FOUR_DECIMALS));
  }

  /** Reads a percentage of up to 2 decimals: `"5.5"` is 0.0550. Errors as `Money.parse`. */
  static fromPercent(text: string): Rate {
    return new Rate(read(text, TWO_DECIMALS).times('0.01'));
  }

  /**
   * part ÷ whole, rounded: the percentage of a discount typed as an amount (BI-2).
   * @throws DomainError `kernel.decimal.division-by-zero`
   */
  static ratio(part: Money, whole: Money): Rate {
    if (whole.isZero()) throw errors.error('decimal.division-by-zero');
    return new Rate(exact(part).div(exact(whole)));
  }

  /** The sum, zero for none. Only the total must be within bounds. */
  static sum(rates: Iterable<Rate>): Rate {
    let total = Big('0');
    for (const rate of rates) total = total.plus(rate.value);
    return new Rate(total);
  }

  override get type(): 'rate' {
    return 'rate';
  }

  /** round(base × rate). VAT of a document is not this but incl. − base, see `Money.inclusiveOf` (BI-1). */
  of(base: Money): Money {
    return base.times(this);
  }

  /** The percentage without needless zeros: `"20"`, `"5.5"`. */
  percent(): string {
    return this.value.times('100').toFixed();
  }

  protected override format(): Format {
    return FOUR_DECIMALS;
  }

  protected override make(value: BigValue): Rate {
    return new Rate(value);
  }
}

/** Any of the four. */
export type AnyDecimal = Money | UnitPrice | Quantity | Rate;

/**
 * The net of a line excl. VAT, round(quantity × unit price × (1 − discount)): rounded here once, then stored (BI-1).
 * Whether the discount may exceed 1 or be negative is the document's rule, not this one's.
 */
export function lineNet(quantity: Quantity, unitPrice: UnitPrice, discount: Rate = Rate.zero): Money {
  return Money.ofLine(quantity, unitPrice, discount);
}
