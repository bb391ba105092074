import { describe, expect, it } from '@jest/globals';
import { Quantity, Temporal } from '@navette/kernel';
import fc from 'fast-check';
import { byTurn, type UnmetNeed } from '../needs/need.js';
import { allocate, freeSupplies, takeBack, type Supply } from './allocation-policy.js';

const q = (text: string | number) => Quantity.parse(String(text));
const date = (text: string) => Temporal.PlainDate.from(text);
const need = (id: string, overrides: Partial<UnmetNeed> = {}): UnmetNeed => ({
  id,
  partId: 'pump',
  priority: 5,
  wantedOn: null,
  createdAt: Temporal.Instant.from('2026-03-01T08:00:00Z'),
  frozen: false,
  waiting: q(1),
  links: [],
  ...overrides,
});
const supply = (quantity: string | number, overrides: Partial<Supply> = {}): Supply => ({
  partId: 'pump',
  quantity: q(quantity),
  receiptLineId: 'receipt-line',
  orderLineId: null,
  ...overrides,
});
const given = (portions: ReturnType<typeof allocate>) =>
  portions.map(({ needId, quantity }) => `${needId} ${quantity.toString().replace('.0000', '')}`);

describe('ST-13 order of allocation', () => {
  it('serves needs linked to the received order line first, whatever the turn of others', () => {
    const urgent = need('urgent', { priority: 1 });
    const linked = need('linked', { priority: 9, waiting: q(0), links: [{ orderLineId: 'line', open: q(1) }] });
    expect(given(allocate([urgent, linked], [supply(1, { orderLineId: 'line' })]))).toEqual(['linked 1']);
    expect(given(allocate([urgent, linked], [supply(2, { orderLineId: 'line' })]))).toEqual(['linked 1', 'urgent 1']);
  });

  it('then goes by priority, wanted date (none last), created at, id', () => {
    const later = Temporal.Instant.from('2026-03-02T08:00:00Z');
    const needs = [
      need('e'),
      need('d', { wantedOn: date('2026-04-02') }),
      need('g', { createdAt: later }),
      need('c', { wantedOn: date('2026-04-01') }),
      need('f'),
      need('a', { priority: 1 }),
      need('b', { priority: 2, wantedOn: date('2026-01-01') }),
    ];
    expect(given(allocate(needs, [supply(7)]))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => `${id} 1`));
  });

  it('gives a part of what is wanted, passes frozen needs over, and other parts to nobody', () => {
    const frozen = need('frozen', { frozen: true, priority: 1 });
    expect(given(allocate([frozen, need('a', { waiting: q(3) })], [supply(2)]))).toEqual(['a 2']);
    expect(allocate([need('a')], [supply(5, { partId: 'belt' })])).toEqual([]);
  });

  it('lets every order line answer its own needs before any surplus is handed on', () => {
    const first = need('first', { waiting: q(0), links: [{ orderLineId: 'one', open: q(1) }] });
    const second = need('second', { priority: 1, waiting: q(0), links: [{ orderLineId: 'two', open: q(2) }] });
    const supplies = [
      supply(2, { orderLineId: 'one', receiptLineId: 'r1' }),
      supply(1, { orderLineId: 'two', receiptLineId: 'r2' }),
    ];
    const portions = allocate([first, second], supplies);
    expect(portions.map(({ needId, supply: { receiptLineId } }) => `${needId} ${receiptLineId}`)).toEqual([
      'first r1',
      'second r1',
      'second r2',
    ]);
  });

  it('meets what waits before what is on order elsewhere', () => {
    const [portion] = allocate(
      [need('a', { waiting: q(1), links: [{ orderLineId: 'elsewhere', open: q(2) }] })],
      [supply(2)],
    );
    expect(portion?.fromWaiting.toString()).toBe('1.0000');
    expect(portion?.fromOrders.map(({ orderLineId, quantity }) => [orderLineId, quantity.toString()])).toEqual([
      ['elsewhere', '1.0000'],
    ]);
  });
});

const quantities = fc
  .integer({ min: 0, max: 40_000 })
  .map((n) => q(`${Math.trunc(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`));
const parts = fc.constantFrom('pump', 'belt');
const lines = fc.constantFrom('l1', 'l2', 'l3');
const arbitraryNeeds = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 99 }).map(String),
    partId: parts,
    priority: fc.integer({ min: 1, max: 9 }),
    wantedOn: fc.option(fc.integer({ min: 1, max: 28 }).map((day) => date(`2026-03-${String(day).padStart(2, '0')}`))),
    createdAt: fc.integer({ min: 0, max: 3 }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms)),
    frozen: fc.boolean(),
    waiting: quantities,
    links: fc.uniqueArray(fc.record({ orderLineId: lines, open: quantities }), {
      selector: ({ orderLineId }) => orderLineId,
    }),
  }),
  { selector: ({ id }) => id, maxLength: 25 },
);
const arbitrarySupplies = fc.array(
  fc.record({
    partId: parts,
    quantity: quantities,
    receiptLineId: fc.constant('receipt-line'),
    orderLineId: fc.option(lines),
  }),
  { maxLength: 6 },
);
const sum = (values: readonly Quantity[]) => Quantity.sum(values);

describe('ST-13 order of allocation, by properties', () => {
  it('never gives more than there is, nor more than is wanted, nor to frozen needs', () => {
    fc.assert(
      fc.property(arbitraryNeeds, arbitrarySupplies, (needs, supplies) => {
        const portions = allocate(needs, supplies);
        for (const one of supplies) {
          const out = sum(portions.filter((portion) => portion.supply === one).map(({ quantity }) => quantity));
          expect(out.compare(one.quantity)).toBeLessThanOrEqual(0);
        }
        for (const one of needs) {
          const mine = portions.filter(({ needId }) => needId === one.id);
          if (one.frozen) expect(mine).toEqual([]);
          expect(mine.every(({ supply: { partId } }) => partId === one.partId)).toBe(true);
          expect(sum(mine.map(({ fromWaiting }) => fromWaiting)).compare(one.waiting)).toBeLessThanOrEqual(0);
          for (const { orderLineId, open } of one.links) {
            const met = mine.flatMap(({ fromOrders }) => fromOrders).filter((from) => from.orderLineId === orderLineId);
            expect(sum(met.map(({ quantity }) => quantity)).compare(open)).toBeLessThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('leaves nothing over while somebody still wants it', () => {
    fc.assert(
      fc.property(arbitraryNeeds, arbitrarySupplies, (needs, supplies) => {
        const portions = allocate(needs, supplies);
        for (const partId of ['pump', 'belt']) {
          const of = needs.filter((one) => one.partId === partId && !one.frozen);
          const wanted = sum(of.flatMap(({ waiting, links }) => [waiting, ...links.map(({ open }) => open)]));
          const there = sum(supplies.filter((one) => one.partId === partId).map(({ quantity }) => quantity));
          const out = sum(portions.filter((one) => one.supply.partId === partId).map(({ quantity }) => quantity));
          expect(out.toString()).toBe(wanted.min(there).toString());
        }
      }),
    );
  });

  it('does not depend on the order in which needs are read', () => {
    fc.assert(
      fc.property(
        arbitraryNeeds,
        arbitrarySupplies,
        fc.infiniteStream(fc.double({ noNaN: true })),
        (needs, supplies, random) => {
          const shuffled = needs
            .map((one) => ({ one, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          expect(given(allocate(shuffled, supplies))).toEqual(given(allocate(needs, supplies)));
        },
      ),
    );
  });

  it('is total: no two needs have the same turn', () => {
    fc.assert(
      fc.property(arbitraryNeeds, (needs) => {
        for (const a of needs) for (const b of needs) expect(byTurn(a, b) === 0).toBe(a.id === b.id);
      }),
    );
  });
});

describe('ST-13 taking back', () => {
  const promised = (id: string, quantity: number, priority: number) => ({
    id,
    quantity: q(quantity),
    need: need(`need ${id}`, { priority }),
  });

  it('takes whole allocations from the latest need first, and stops when enough is free', () => {
    const all = [promised('a', 2, 1), promised('b', 2, 9), promised('c', 2, 5)];
    const taken = (quantity: number, keepRest = false) =>
      takeBack(all, q(quantity), keepRest).map(({ allocation, quantity: cut }) => `${allocation.id} ${cut.toString()}`);
    expect(taken(3)).toEqual(['b 2.0000', 'c 2.0000']);
    expect(taken(2)).toEqual(['b 2.0000']);
    expect(taken(99)).toHaveLength(3);
    // Where nothing goes round again, what need not be taken stays.
    expect(taken(3, true)).toEqual(['b 2.0000', 'c 1.0000']);
  });
});

describe('ST-13 what is free', () => {
  it('is never more than what is on hand and unpromised, and what is beyond a receipt is free stock', () => {
    const line = supply(5);
    expect(freeSupplies(new Map([['pump', q(3)]]), [line])).toEqual([{ ...line, quantity: q(3) }]);
    expect(freeSupplies(new Map(), [line])).toEqual([]);
    const [, rest] = freeSupplies(new Map([['pump', q(7)]]), [line]);
    expect(rest).toEqual({ partId: 'pump', quantity: q(2), receiptLineId: null, orderLineId: null });
  });
});
