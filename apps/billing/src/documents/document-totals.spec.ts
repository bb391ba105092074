import { describe, expect, it } from '@jest/globals';
import { Money, Quantity, Rate, UnitPrice } from '@navette/kernel';
import fc from 'fast-check';
import { documentTotals, type PricedLine } from './document-totals.js';

const line = (quantity: string, unitPrice: string, vatRate?: string, discount = '0'): PricedLine => ({
  quantity: Quantity.parse(quantity),
  unitPrice: UnitPrice.parse(unitPrice),
  discount: Rate.parse(discount),
  vatRate: vatRate === undefined ? undefined : Rate.parse(vatRate),
});

const decimal = (max: number) =>
  fc
    .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max: 9999 }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(4, '0')}`);
const anyLine = fc
  .record({
    quantity: decimal(50),
    unitPrice: decimal(2_000),
    discount: fc.constantFrom('0', '0.05', '0.1', '0.3333', '1'),
    rate: fc.constantFrom('0.2', '0.1', '0.055', '0.021', '0.085', undefined),
  })
  .map(({ quantity, unitPrice, discount, rate }) => line(quantity, unitPrice, rate, discount));

describe('BI-1 totals of a document', () => {
  it('are 12.24 / 2.45 / 14.69 for 3 × 4.08 at 20 %, not 14.70', () => {
    const totals = documentTotals([line('3', '4.08', '0.2')]);
    expect([totals.excludingVat, totals.totalVat, totals.total].map(String)).toEqual(['12.24', '2.45', '14.69']);
  });

  it('have one VAT row for each rate, computed on the sum of its lines', () => {
    const totals = documentTotals([
      line('1', '10.02', '0.2'),
      line('2', '5', '0.1'),
      line('1', '10.02', '0.2'),
      line('1', '7'),
    ]);
    expect(totals.vat.map(({ rate, base, vat }) => [rate?.percent(), String(base), String(vat)])).toEqual([
      ['20', '20.04', '4.01'],
      ['10', '10.00', '1.00'],
      [undefined, '7.00', '0.00'],
    ]);
    expect(String(totals.total)).toBe('42.05');
  });

  it('round each line once, half away from zero', () => {
    expect(documentTotals([line('1', '10.005', '0.2')]).nets.map(String)).toEqual(['10.01']);
    expect(documentTotals([line('0.5', '0.03', '0.2', '0')]).nets.map(String)).toEqual(['0.02']);
  });

  it('always add up: Σ lines = Σ bases = excl., Σ VAT = VAT, excl. + VAT = incl.', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
        const { nets, vat, excludingVat, totalVat, total } = documentTotals(lines);
        expect(String(Money.sum(nets))).toBe(String(excludingVat));
        expect(String(Money.sum(vat.map(({ base }) => base)))).toBe(String(excludingVat));
        expect(String(Money.sum(vat.map((row) => row.vat)))).toBe(String(totalVat));
        expect(String(excludingVat.plus(totalVat))).toBe(String(total));
        expect(new Set(vat.map(({ rate }) => String(rate))).size).toBe(vat.length);
      }),
    );
  });

  it('of a credit note are the exact opposite of those of its invoice', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
        const invoice = documentTotals(lines);
        const credit = documentTotals(lines.map((each) => ({ ...each, quantity: each.quantity.negate() })));
        expect(String(credit.total)).toBe(String(invoice.total.negate()));
        expect(credit.vat.map(({ vat }) => String(vat))).toEqual(invoice.vat.map(({ vat }) => String(vat.negate())));
        expect(credit.nets.map(String)).toEqual(invoice.nets.map((net) => String(net.negate())));
      }),
    );
  });

  it('do not depend on the order of the lines', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        expect(String(documentTotals([...lines].reverse()).total)).toBe(String(documentTotals(lines).total));
      }),
    );
  });
});
