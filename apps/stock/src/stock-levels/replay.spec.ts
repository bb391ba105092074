import { describe, expect, it } from '@jest/globals';
import { Money, Quantity, UnitPrice } from '@navette/kernel';
import fc from 'fast-check';
import { Replay } from './replay.js';
import {
  averageCost,
  costAt,
  entry,
  issue,
  relocation,
  reversal,
  tenThousandths,
  type Cost,
  type PartStock,
  type StockChange,
} from './valuation.js';

/** A part's stock as the postings leave it, and its ledger taken again movement by movement. */
class Ledger {
  stock: PartStock = { onHand: Quantity.zero, value: Money.zero };
  readonly replay = new Replay();
  #lastCost: Cost = costAt(UnitPrice.parse('6'));

  receive(quantity: Quantity, price: string, lineId: string | null = null) {
    return this.#post(entry(this.stock, 'receipt', quantity, costAt(UnitPrice.parse(price))), lineId);
  }
  sell(quantity: Quantity) {
    return this.#post([issue(this.stock, 'sale', quantity, this.cost)]);
  }
  returned(quantity: Quantity) {
    return this.#post(entry(this.stock, 'return', quantity, this.cost));
  }
  takeBack(quantity: Quantity, price: string, lineId: string | null = null) {
    return this.#post([reversal(this.stock, quantity, costAt(UnitPrice.parse(price)))], lineId);
  }

  moveElsewhere(quantity: Quantity) {
    return this.#post(relocation(this.stock, quantity, this.cost, { from: 'depot', to: 'van' }), null, true);
  }

  get cost(): Cost {
    return averageCost(this.stock) ?? this.#lastCost;
  }

  /** On hand, value by the average, value by FIFO. */
  get shown() {
    const { onHand, value, fifoValue } = this.replay;
    return [Number(onHand) / 10_000, Number(value) / 100, Number(fifoValue) / 100];
  }

  #post(changes: readonly StockChange[], lineId: string | null = null, isInternal = false): this {
    this.#lastCost = this.cost;
    for (const { kind, quantity, value, after } of changes) {
      this.replay.take({ kind, quantity: tenThousandths(quantity), value: value.cents(), lineId, isInternal });
      this.stock = after;
    }
    return this;
  }
}

const q = (count: number) => Quantity.whole(count);

describe('ST-10 a ledger taken again', () => {
  it('gives the figures of E-079, and FIFO beside them', () => {
    const ledger = new Ledger().receive(q(10), '5').receive(q(5), '8');
    expect(ledger.shown).toEqual([15, 90, 90]);
    expect(ledger.sell(q(6)).shown).toEqual([9, 54, 60]);
    // What comes back does so at the average, 6.00 a piece, behind what is there.
    expect(ledger.returned(q(2)).shown).toEqual([11, 66, 72]);
    expect(ledger.sell(q(4)).shown).toEqual([7, 42, 52]);
    expect(ledger.sell(q(5)).shown).toEqual([2, 12, 12]);
    expect(ledger.sell(q(2)).shown).toEqual([0, 0, 0]);
  });

  it('lets what was missing leave with the entry that fills the gap', () => {
    const ledger = new Ledger().receive(q(2), '6').sell(q(5));
    expect(ledger.shown).toEqual([-3, -18, 0]);
    expect(ledger.receive(q(2), '8').shown).toEqual([-1, -6, 0]);
    expect(ledger.receive(q(5), '9').shown).toEqual([4, 36, 36]);
  });

  it('leaves the layers as they are when parts go to another place of the station', () => {
    const ledger = new Ledger().receive(q(2), '1').receive(q(2), '3').moveElsewhere(q(2));
    expect(ledger.shown).toEqual([4, 8, 8]);
    expect(ledger.sell(q(2)).shown).toEqual([2, 4, 6]);
  });

  it('takes a voided receipt from its own layer, wherever that stands', () => {
    const ledger = new Ledger().receive(q(4), '1').receive(q(4), '2', 'second').receive(q(4), '3');
    expect(ledger.takeBack(q(4), '2', 'second').shown).toEqual([8, 16, 16]);
    expect(ledger.sell(q(4)).shown).toEqual([4, 8, 12]);
    const partlySold = new Ledger().receive(q(2), '1').receive(q(4), '2', 'second').sell(q(5));
    expect(partlySold.takeBack(q(1), '2', 'second').shown).toEqual([0, 0, 0]);
  });

  it('keeps its promises over any history', () => {
    const step = fc.record({
      verb: fc.constantFrom('receive', 'sell', 'returned', 'takeBack'),
      quantity: fc.integer({ min: 1, max: 90_000 }),
      price: fc.integer({ min: 0, max: 9_000_000 }),
      line: fc.constantFrom('a', 'b', 'c', null),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, refusesNegative) => {
        const ledger = new Ledger();
        for (const { verb, quantity, price, line } of steps) {
          const [wanted, at] = [exact(quantity), exact(price).toString()];
          const isShort = ledger.stock.onHand.compare(wanted) < 0;
          if (verb === 'receive') ledger.receive(wanted, at, line);
          else if (verb === 'returned') ledger.returned(wanted);
          else if (isShort && (refusesNegative || verb === 'takeBack')) continue;
          else if (verb === 'sell') ledger.sell(wanted);
          else ledger.takeBack(wanted, at, line);
          const { onHand, value, fifoValue, fifoQuantity, fifoFlow } = ledger.replay;
          expect([onHand, value]).toEqual([tenThousandths(ledger.stock.onHand), ledger.stock.value.cents()]);
          expect(fifoQuantity).toBe(onHand > 0n ? onHand : 0n);
          expect(fifoValue).toBe(fifoFlow.entered - fifoFlow.left);
          expect(fifoValue >= 0n).toBe(true);
          if (onHand <= 0n) expect(fifoValue).toBe(0n);
          if (onHand === 0n) expect(value).toBe(0n);
          if (refusesNegative) expect(onHand >= 0n).toBe(true);
        }
        if (ledger.stock.onHand.isPositive()) ledger.sell(ledger.stock.onHand);
        if (ledger.stock.onHand.isZero()) expect(ledger.shown).toEqual([0, 0, 0]);
      }),
      { numRuns: 300 },
    );
  });

  it('loses no cent: entries are what has left and what is there, by either way of counting', () => {
    const ledger = new Ledger().receive(q(3), '3.3333').receive(q(7), '1.4286');
    for (let i = 0; i < 9; i++) ledger.sell(q(1));
    const { entered, left } = ledger.replay.fifoFlow;
    expect([entered, entered - left]).toEqual([2000n, 142n]);
    expect(ledger.sell(q(1)).shown).toEqual([0, 0, 0]);
    expect(ledger.replay.fifoFlow.left).toBe(2000n);
  });
});

function exact(tenThousandths: number): Quantity {
  return Quantity.parse(`${Math.trunc(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`);
}
