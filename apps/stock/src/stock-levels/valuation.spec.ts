import { describe, expect, it } from '@jest/globals';
import { Money, Quantity, UnitPrice } from '@navette/kernel';
import fc from 'fast-check';
import {
  averageCost,
  costAt,
  entry,
  issue,
  reversal,
  shownCost,
  type Cost,
  type PartStock,
  type StockChange,
} from './valuation.js';

const stock = (onHand: string, value: string): PartStock => ({
  onHand: Quantity.parse(onHand),
  value: Money.parse(value),
});
const at = (price: string) => costAt(UnitPrice.parse(price));
const q = (text: string) => Quantity.parse(text);
const last = (changes: readonly StockChange[]) => (changes.at(-1) as StockChange).after;
const shown = ({ onHand, value }: PartStock) => [onHand.toString(), value.toString()];
const average = (of: PartStock) => shownCost(averageCost(of) as Cost).toString();
const EMPTY = stock('0', '0');

describe('ST-10 weighted average cost', () => {
  it('gives the figures of E-079', () => {
    const ten = last(entry(EMPTY, 'receipt', q('10'), at('5')));
    const fifteen = last(entry(ten, 'receipt', q('5'), at('8')));
    expect([shown(fifteen), average(fifteen)]).toEqual([['15.0000', '90.00'], '6.0000']);
    const sold = issue(fifteen, 'sale', q('6'), at('0'));
    expect([sold.value.toString(), shown(sold.after)]).toEqual(['-36.00', ['9.0000', '54.00']]);
    const returned = last(entry(sold.after, 'return', q('2'), averageCost(sold.after) as Cost));
    expect([shown(returned), average(returned)]).toEqual([['11.0000', '66.00'], '6.0000']);
  });

  it('leaves no cent behind when the last part goes', () => {
    let left = stock('3', '10.00');
    for (let i = 0; i < 3; i++) left = issue(left, 'sale', q('1'), at('0')).after;
    expect(shown(left)).toEqual(['0.0000', '0.00']);
  });

  it('issues at the last average below zero, and puts the difference right with the next entry', () => {
    const below = issue(stock('2', '12.00'), 'sale', q('5'), at('6')).after;
    expect(shown(below)).toEqual(['-3.0000', '-18.00']);
    const further = issue(below, 'sale', q('1'), at('6')).after;
    expect(shown(further)).toEqual(['-4.0000', '-24.00']);
    const [received, revalued] = entry(further, 'receipt', q('10'), at('8')) as [StockChange, StockChange];
    expect(received.value.toString()).toBe('80.00');
    expect([revalued.kind, revalued.quantity.toString(), revalued.value.toString()]).toEqual([
      'revaluation',
      '0.0000',
      '-8.00',
    ]);
    expect(shown(revalued.after)).toEqual(['6.0000', '48.00']);
  });

  it('keeps the old cost on what is still missing after an entry', () => {
    const changes = entry(stock('-4', '-24.00'), 'receipt', q('1'), at('8'));
    expect(shown(last(changes))).toEqual(['-3.0000', '-18.00']);
    expect(shown(last(entry(stock('-4', '-24.00'), 'receipt', q('4'), at('8'))))).toEqual(['0.0000', '0.00']);
  });

  it('takes a voided receipt back at its own cost', () => {
    const both = last(entry(stock('10', '50.00'), 'receipt', q('5'), at('8')));
    expect(shown(reversal(both, q('5'), at('8')).after)).toEqual(['10.0000', '50.00']);
  });

  it('takes a voided receipt back at the average where its cost has left with other parts', () => {
    const rest = issue(last(entry(stock('10', '10.00'), 'receipt', q('10'), at('100'))), 'sale', q('5'), at('0')).after;
    expect(shown(reversal(rest, q('10'), at('100')).after)).toEqual(['5.0000', '252.50']);
    expect(shown(reversal(stock('1', '10.00'), q('1'), at('100')).after)).toEqual(['0.0000', '0.00']);
  });

  it('never shows value without parts or of the wrong sign, over any history', () => {
    const step = fc.record({
      enters: fc.boolean(),
      quantity: fc.integer({ min: 1, max: 50_000 }),
      price: fc.integer({ min: 0, max: 900_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let current = EMPTY;
        let lastCost = at('1');
        for (const { enters, quantity, price } of steps) {
          const text = (n: number) => `${Math.trunc(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`;
          lastCost = averageCost(current) ?? lastCost;
          current = enters
            ? last(entry(current, 'receipt', q(text(quantity)), at(text(price))))
            : issue(current, 'sale', q(text(quantity)), lastCost).after;
          const { onHand, value } = current;
          if (onHand.isZero()) expect(value.isZero()).toBe(true);
          if (onHand.isPositive()) expect(value.isNegative()).toBe(false);
          if (onHand.isNegative()) expect(value.isPositive()).toBe(false);
        }
      }),
    );
  });

  it('moves the average by entries alone, within the rounding of a cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999 }), fc.integer({ min: 1, max: 99_999 }), (count, cents) => {
        const before = { onHand: Quantity.whole(count), value: Money.fromCents(BigInt(cents)) };
        const after = issue(before, 'sale', Quantity.one, at('0')).after;
        const exact = before.value.cents() * BigInt(count - 1);
        const drift = after.value.cents() * BigInt(count) - exact;
        expect(drift < 0n ? -drift * 2n : drift * 2n).toBeLessThanOrEqual(BigInt(count));
      }),
    );
  });
});
