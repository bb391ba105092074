import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError, lineNet, Money, Quantity, Rate, UnitPrice } from './index.js';

/** Canonical texts, well inside the bounds. */
const text = (scale: number, digits = 9) =>
  fc.bigInt({ min: -(10n ** BigInt(digits)), max: 10n ** BigInt(digits) }).map((units) => {
    const magnitude = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
    const sign = units < 0n ? '-' : '';
    return `${sign}${magnitude.slice(0, -scale)}.${magnitude.slice(-scale)}`;
  });
const money = text(2).map((value) => Money.parse(value));
const unitPrice = text(4).map((value) => UnitPrice.parse(value));
const quantity = text(4, 7).map((value) => Quantity.parse(value));
const rate = text(4, 5).map((value) => Rate.parse(value));

function failure(work: () => unknown): Pick<DomainError, 'code' | 'params'> {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, params: error.params };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parse', () => {
  it.each([
    ['12.5', '12.50'],
    ['12', '12.00'],
    ['-0.01', '-0.01'],
    ['-0.00', '0.00'],
    ['999999999999.99', '999999999999.99'],
    ['-999999999999.99', '-999999999999.99'],
  ])('reads %p as %p', (given, canonical) => {
    expect(Money.parse(given).toString()).toBe(canonical);
    expect(JSON.stringify({ amount: Money.parse(given) })).toBe(`{"amount":"${canonical}"}`);
    expect(given).toMatch(new RegExp(Money.pattern));
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '.5',
    '1.',
    '01',
    '00',
    '1,5',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '1 000',
    '٣',
    '-',
    '--1',
    '9'.repeat(65),
  ])('refuses %p, with examples of what is accepted', (given) => {
    const { code, params } = failure(() => Money.parse(given));
    expect(code).toBe('kernel.decimal.malformed');
    for (const example of params?.['accepted'] as string[]) expect(example).toMatch(new RegExp(Money.pattern));
    expect(given).not.toMatch(new RegExp(Money.pattern));
  });

  it.each([12.5, null, undefined, {}, 5n])('refuses %p, which is not a text', (given) => {
    expect(failure(() => Money.parse(given as string)).code).toBe('kernel.decimal.malformed');
  });

  it('refuses more decimals than it keeps, and what the column cannot hold', () => {
    expect(failure(() => Money.parse('1.005'))).toEqual({ code: 'kernel.decimal.too-precise', params: { scale: 2 } });
    expect(failure(() => Quantity.parse('1.00005')).params).toEqual({ scale: 4 });
    expect(failure(() => Money.parse('1000000000000'))).toEqual({
      code: 'kernel.decimal.out-of-range',
      params: { min: '-999999999999.99', max: '999999999999.99' },
    });
    expect(failure(() => Rate.parse('-10000000000')).params).toEqual({
      min: '-9999999999.9999',
      max: '9999999999.9999',
    });
  });

  it('reads back what it writes', () => {
    fc.assert(fc.property(text(2), (value) => Money.parse(value).equals(Money.parse(Money.parse(value).toString()))));
    fc.assert(
      fc.property(text(4), (value) => {
        for (const type of [UnitPrice, Quantity, Rate])
          expect(type.parse(value).toString()).toBe(value.replace(/^-(0\.0+)$/, '$1'));
      }),
    );
  });
});

describe('arithmetic', () => {
  it('is exact', () => {
    expect(Money.parse('0.10').plus(Money.parse('0.20')).toString()).toBe('0.30');
    expect(Money.parse('1.00').minus(Money.parse('1.01')).toString()).toBe('-0.01');
    expect(Money.sum([Money.parse('0.10'), Money.parse('0.20'), Money.parse('-0.30')])).toEqual(Money.zero);
    expect(Money.sum([])).toEqual(Money.zero);
    expect(UnitPrice.sum([UnitPrice.parse('0.0001'), UnitPrice.parse('1')]).toString()).toBe('1.0001');
    expect(Quantity.sum([Quantity.one, Quantity.whole(2)]).toString()).toBe('3.0000');
    expect(Rate.sum([Rate.one, Rate.fromPercent('5.5')]).toString()).toBe('1.0550');
    expect(Money.parse('-12.34').cents()).toBe(-1234n);
    expect(Money.fromCents(-1234n).toString()).toBe('-12.34');
    expect(UnitPrice.fromMoney(Money.parse('12.34')).toString()).toBe('12.3400');
  });

  it('agrees with integer cents', () => {
    fc.assert(
      fc.property(money, money, (a, b) => {
        expect(a.plus(b).cents()).toBe(a.cents() + b.cents());
        expect(a.minus(b).cents()).toBe(a.cents() - b.cents());
        expect(a.negate().cents()).toBe(-a.cents());
        expect(a.plus(b).minus(b)).toEqual(a);
        expect(a.compare(b)).toBe(a.cents() < b.cents() ? -1 : a.cents() > b.cents() ? 1 : 0);
        expect(a.equals(b)).toBe(a.cents() === b.cents());
        expect(a.min(b).compare(a.max(b))).toBeLessThanOrEqual(0);
        expect(a.abs().isNegative()).toBe(false);
        expect([a.isNegative(), a.isZero(), a.isPositive()].filter(Boolean)).toHaveLength(1);
        expect(Money.fromCents(a.cents())).toEqual(a);
      }),
    );
  });

  it('has one zero', () => {
    expect(Money.zero.negate()).toEqual(Money.zero);
    expect(Money.parse('-0.01').times(Rate.parse('0.1')).toString()).toBe('0.00');
    expect(Money.parse('-0.01').times(Rate.parse('0.1')).isNegative()).toBe(false);
  });

  it('refuses a result beyond the bounds', () => {
    const most = Money.parse('999999999999.99');
    expect(failure(() => most.plus(Money.parse('0.01'))).code).toBe('kernel.decimal.out-of-range');
    expect(failure(() => Money.fromCents(10n ** 14n)).code).toBe('kernel.decimal.out-of-range');
    expect(failure(() => UnitPrice.fromMoney(most)).code).toBe('kernel.decimal.out-of-range');
    expect(Money.sum([most, most, most.negate()])).toEqual(most);
  });

  it('is not a number, and not another type', () => {
    const two = Money.parse('2');
    // @ts-expect-error amounts are compared by compare()
    expect(() => two < 3).toThrow(TypeError);
    expect(() => Number(two)).toThrow(TypeError);
    expect(() => Math.max(two as unknown as number)).toThrow(TypeError);
    expect(`${two}`).toBe('2.00');
    // @ts-expect-error a price is not an amount
    const mixed: Money = UnitPrice.zero;
    // @ts-expect-error nor can it be added to one
    two.plus(mixed as UnitPrice);
    expect(Object.isFrozen(two)).toBe(true);
  });

  it('counts', () => {
    expect(Quantity.whole(3).toString()).toBe('3.0000');
    expect(() => Quantity.whole(0.5)).toThrow(TypeError);
    expect(() => Quantity.whole(2 ** 53)).toThrow(TypeError);
    expect(Quantity.parse('-2.0000').isWhole()).toBe(true);
    expect(Quantity.parse('0.25').isWhole()).toBe(false);
    expect(Quantity.parse('-1.250').hasAtMost(2)).toBe(true);
    expect(Quantity.parse('1.255').hasAtMost(2)).toBe(false);
    expect(Quantity.parse('3').hasAtMost(0)).toBe(true);
  });
});

describe('rates', () => {
  it('reads and writes percentages', () => {
    expect(Rate.fromPercent('5.5').toString()).toBe('0.0550');
    expect(Rate.fromPercent('2.1').percent()).toBe('2.1');
    expect(Rate.fromPercent('20').percent()).toBe('20');
    expect(Rate.zero.percent()).toBe('0');
    expect(failure(() => Rate.fromPercent('5.555')).code).toBe('kernel.decimal.too-precise');
  });

  it('divides two amounts', () => {
    expect(Rate.ratio(Money.parse('2'), Money.parse('3')).toString()).toBe('0.6667');
    expect(Rate.ratio(Money.parse('-2'), Money.parse('3')).toString()).toBe('-0.6667');
    expect(Rate.ratio(Money.parse('0.01'), Money.parse('200')).toString()).toBe('0.0001');
    expect(failure(() => Rate.ratio(Money.zero, Money.zero)).code).toBe('kernel.decimal.division-by-zero');
  });

  it('takes its part of an amount', () => {
    expect(Rate.fromPercent('20').of(Money.parse('12.24')).toString()).toBe('2.45');
    expect(Rate.fromPercent('5.5').of(Money.parse('-1')).toString()).toBe('-0.06');
  });
});

describe('BI-1 line and total', () => {
  it('gives 12.24 / 2.45 / 14.69 for 3 × 4.08 at 20 %, not 14.70', () => {
    const base = lineNet(Quantity.whole(3), UnitPrice.parse('4.08'));
    const inclusive = base.inclusiveOf(Rate.fromPercent('20'));
    expect([base, inclusive.minus(base), inclusive].map(String)).toEqual(['12.24', '2.45', '14.69']);
  });

  it('rounds halves away from zero, once', () => {
    expect(lineNet(Quantity.one, UnitPrice.parse('1.005')).toString()).toBe('1.01');
    expect(lineNet(Quantity.whole(-1), UnitPrice.parse('1.005')).toString()).toBe('-1.01');
    // Rounding the discounted price (0.50) or the price (1.01) first would give 1.50 or 1.52.
    expect(lineNet(Quantity.whole(3), UnitPrice.parse('1.005'), Rate.parse('0.5')).toString()).toBe('1.51');
    expect(lineNet(Quantity.whole(7), UnitPrice.parse('0.0050')).toString()).toBe('0.04');
    expect(lineNet(Quantity.whole(2), UnitPrice.parse('9.99'), Rate.one).toString()).toBe('0.00');
  });

  it('makes a credit note the exact opposite of its invoice', () => {
    fc.assert(
      fc.property(quantity, unitPrice, rate, rate, (count, price, discount, vat) => {
        const net = lineNet(count, price, discount);
        const credit = lineNet(count.negate(), price, discount);
        expect(credit).toEqual(net.negate());
        expect(credit.inclusiveOf(vat)).toEqual(net.inclusiveOf(vat).negate());
        expect(vat.of(credit)).toEqual(vat.of(net).negate());
        expect(net.times(discount.negate())).toEqual(net.times(discount).negate());
      }),
    );
  });

  it('is within half a cent of the exact product', () => {
    fc.assert(
      fc.property(quantity, unitPrice, (count, price) => {
        const exact = units(count) * units(price);
        const error = lineNet(count, price).cents() * 10n ** 6n - exact;
        expect(error <= 500_000n && error >= -500_000n).toBe(true);
      }),
    );
  });
});

/** The value in ten-thousandths. */
function units(value: Quantity | UnitPrice): bigint {
  return BigInt(value.toString().replace('.', ''));
}
