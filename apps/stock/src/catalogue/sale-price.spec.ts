import { describe, expect, it } from '@jest/globals';
import { lineNet, Money, Quantity, Rate, UnitPrice } from '@navette/kernel';
import fc from 'fast-check';
import { costOf, salePriceFor, salePrices, type PartPrices, type PricingTerms } from './sale-price.js';

const bands = (...rows: [string, string][]) =>
  rows.map(([from, coefficient]) => ({ from: Money.parse(from), coefficient: Rate.parse(coefficient) }));
const terms = (...rows: [string, string][]): PricingTerms => ({
  bands: bands(...rows),
  professional1: undefined,
  professional2: undefined,
});
const bought = (price: string, overrides: Partial<PartPrices> = {}): PartPrices => ({
  purchase: UnitPrice.parse(price),
  list: undefined,
  fixed: undefined,
  ...overrides,
});
const publicPrice = (price: string, of: PricingTerms) => salePrices(bought(price), of).public?.toString();

describe('ST-5 public price from the bands of PA-9', () => {
  const first = terms(['0', '3.10'], ['15', '2.00']);

  it.each([
    ['10', '31.0000'],
    ['20', '40.0000'],
    ['14.99', '46.4700'],
    ['14.9999', '46.5000'],
    ['15', '30.0000'],
    ['1000', '2000.0000'],
  ])('a part bought at %s sells at %s', (purchase, sale) => {
    expect(publicPrice(purchase, first)).toBe(sale);
  });

  it('takes the second example of PA-9, the last coefficient kept above the last band', () => {
    const second = terms(['0', '3'], ['5', '2.5'], ['20', '2']);
    expect(['4', '5', '20', '31'].map((price) => publicPrice(price, second))).toEqual([
      '12.0000',
      '12.5000',
      '40.0000',
      '62.0000',
    ]);
  });

  it('rounds once, half away from zero, to the cent', () => {
    // 1.1111 × 1.0050 = 1.11665550: to four decimals first it would be 1.1167, the same cent; 0.2225 × 1.0111 = 0.22496975.
    expect(publicPrice('0.2225', terms(['0', '1.0111']))).toBe('0.2200');
    expect(publicPrice('0.0050', terms(['0', '1']))).toBe('0.0100');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 1, max: 99_999 }), (price, coefficient) => {
        const [p, c] = [price, coefficient].map((n) => (BigInt(n) * 1n).toString().padStart(5, '0')) as [
          string,
          string,
        ];
        const text = (digits: string) => `${Number(digits.slice(0, -4))}.${digits.slice(-4)}`;
        const exact = (BigInt(price) * BigInt(coefficient) * 2n + 1_000_000n) / 2_000_000n;
        const sale = salePrices(bought(text(p)), terms(['0', text(c)])).public as UnitPrice;
        expect(lineNet(Quantity.one, sale).cents()).toBe(exact);
      }),
    );
  });

  it('is to be set up where the supplier has no coefficients or the part no price', () => {
    expect(publicPrice('10', terms())).toBeUndefined();
    expect(salePrices({ purchase: undefined, list: undefined, fixed: undefined }, first).public).toBeUndefined();
  });

  it('keeps a fixed price, with its four decimals, whatever the purchase price', () => {
    const fixed = { fixed: UnitPrice.parse('12.3456') };
    expect(salePrices(bought('10', fixed), first).public?.toString()).toBe('12.3456');
    expect(salePrices(bought('99', fixed), first).public?.toString()).toBe('12.3456');
  });
});

describe('ST-5 professional prices', () => {
  const of: PricingTerms = { ...terms(['0', '3']), professional1: Rate.parse('1.8'), professional2: Rate.parse('1.5') };

  it('are the purchase price by fixed coefficients, also beside a fixed public price', () => {
    const prices = salePrices(bought('10', { fixed: UnitPrice.parse('99') }), of);
    expect([prices.professional1, prices.professional2].map(String)).toEqual(['18.0000', '15.0000']);
  });

  it('are for resellers, where the supplier has them', () => {
    const prices = salePrices(bought('10'), of);
    expect(salePriceFor(['reseller'], prices)?.toString()).toBe('18.0000');
    expect(salePriceFor(['consumer'], prices)?.toString()).toBe('30.0000');
    expect(salePriceFor(['reseller'], salePrices(bought('10'), terms(['0', '3'])))?.toString()).toBe('30.0000');
  });
});

describe('ST-4 what a part costs', () => {
  it('is the list price until the first use', () => {
    const list = UnitPrice.parse('8');
    expect(costOf({ purchase: undefined, list, fixed: undefined })?.toString()).toBe('8.0000');
    expect(costOf({ purchase: UnitPrice.parse('9'), list, fixed: undefined })?.toString()).toBe('9.0000');
  });
});
