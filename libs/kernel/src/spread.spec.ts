import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, Quantity, Rate, spread } from './index.js';

const money = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).map((cents) => Money.fromCents(cents));
const weight = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n ** 9n }).map((cents) => Money.fromCents(cents)),
  fc.nat(1000).map((count) => Quantity.whole(count)),
  fc.nat(20_000).map((units) => Rate.fromPercent((BigInt(units) / 100n).toString())),
);
const parts = (amount: string, ...weights: string[]) =>
  spread(
    Money.parse(amount),
    weights.map((value) => Money.parse(value)),
  ).map(String);

describe('spread', () => {
  it.each([
    ['10.00', ['1', '1', '1'], ['3.34', '3.33', '3.33']],
    ['-10.00', ['1', '1', '1'], ['-3.34', '-3.33', '-3.33']],
    ['0.02', ['1', '1', '1'], ['0.01', '0.01', '0.00']],
    ['10.00', ['0', '30', '0', '70'], ['0.00', '3.00', '0.00', '7.00']],
    ['0.05', ['0', '1', '2'], ['0.00', '0.02', '0.03']],
    ['1.00', ['0', '0', '0'], ['0.34', '0.33', '0.33']],
    ['0.00', ['1', '-1'], ['0.00', '0.00']],
    ['0.00', [], []],
    ['10.00', ['120', '-20'], ['12.00', '-2.00']],
    ['10.00', ['-120', '20'], ['12.00', '-2.00']],
  ])('gives %s over %j as %j', (amount, weights, expected) => {
    expect(parts(amount, ...weights)).toEqual(expected);
  });

  it('serves the largest remainder first, then the line order', () => {
    // Exact shares 1.4285…, 2.8571…, 5.7142…: the cent goes to the last line only if its remainder is the largest.
    expect(parts('0.10', '1', '2', '4')).toEqual(['0.01', '0.03', '0.06']);
  });

  it('takes weights of several types on their values', () => {
    expect(spread(Money.parse('9'), [Money.parse('1'), Quantity.parse('0.5'), Rate.parse('1.5')]).map(String)).toEqual([
      '3.00',
      '1.50',
      '4.50',
    ]);
  });

  it('refuses what has no answer', () => {
    expect(() => spread(Money.parse('1'), [])).toThrow('kernel.spread.no-lines');
    expect(() => parts('1', '5', '-5')).toThrow('kernel.spread.weights-cancel-out');
  });

  it('always adds up, within a cent of the exact share, nothing on a line of weight zero', () => {
    fc.assert(
      fc.property(money, fc.array(weight, { minLength: 1, maxLength: 30 }), (amount, weights) => {
        const result = spread(amount, weights);
        expect(result).toHaveLength(weights.length);
        expect(Money.sum(result)).toEqual(amount);
        const scaled = weights.map(units);
        const sum = scaled.reduce((a, b) => a + b, 0n);
        if (sum === 0n) return;
        result.forEach((part, line) => {
          const off = part.cents() * sum - amount.cents() * (scaled[line] ?? 0n);
          expect(off < sum && off > -sum).toBe(true);
          if (scaled[line] === 0n) expect(part).toEqual(Money.zero);
        });
      }),
    );
  });

  it('mirrors: the parts of the opposite are the opposites', () => {
    const signed = fc.bigInt({ min: -1000n, max: 1000n }).map((cents) => Money.fromCents(cents));
    fc.assert(
      fc.property(money, fc.array(signed, { minLength: 1, maxLength: 12 }), (amount, weights) => {
        const opposite = weights.map((value) => value.negate());
        const cancels = Money.sum(weights).isZero() && weights.some((value) => !value.isZero());
        fc.pre(amount.isZero() || !cancels);
        const result = spread(amount, weights);
        expect(Money.sum(result)).toEqual(amount);
        expect(spread(amount.negate(), weights)).toEqual(result.map((part) => part.negate()));
        expect(spread(amount, opposite)).toEqual(result);
      }),
    );
  });
});

/** The value in ten-thousandths. */
function units(value: Money | Quantity | Rate): bigint {
  const [integer = '', fraction = ''] = value.toString().split('.');
  return BigInt(integer + fraction.padEnd(4, '0'));
}
