import { describe, expect, it } from '@jest/globals';
import { Quantity, Temporal } from '@navette/kernel';
import fc from 'fast-check';
import { allocate, freeSupplies, type Supply } from '../allocations/allocation-policy.js';
import type { UnmetNeed } from '../needs/need.js';
import { foreseenPlaces, ownersOf, type Place, type ScannedPiece } from './put-away.js';

const q = (value: string | number) => Quantity.parse(String(value));
const need = (id: string, waiting: number, owed: Record<string, number> = {}): UnmetNeed => ({
  id,
  partId: 'pump',
  priority: 5,
  wantedOn: null,
  createdAt: Temporal.Instant.from('2026-03-01T08:00:00Z'),
  frozen: false,
  waiting: q(waiting),
  links: Object.entries(owed).map(([orderLineId, open]) => ({ orderLineId, open: q(open) })),
});
const supply = (quantity: number, orderLineId: string | null = null): Supply => ({
  partId: 'pump',
  quantity: q(quantity),
  receiptLineId: `of ${orderLineId ?? ''}`,
  orderLineId,
});
const shown = (places: readonly Place[]) => places.map(({ needId, quantity }) => [needId, Number(quantity.toString())]);
const place = (needId: string | null, quantity: number): Place => ({ partId: 'pump', needId, quantity: q(quantity) });
const piece = (id: string, told?: string | null): ScannedPiece => ({ id, partId: 'pump', told });

const needs = fc
  .array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(2)), { maxLength: 5 })
  .map((all) => all.map(([waiting, one, two], i) => need(`n${i}`, waiting, { one, two })));
const supplies = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)).map(([one, two, none]) => [supply(one, 'one'), supply(two, 'two'), supply(none)]); // prettier-ignore
const balance = fc.integer({ min: -3, max: 0 });

describe('ST-23 where the pieces of a draft go', () => {
  it('is who waits in their turn, then the shelf; stock that is missing fills the shelf first', () => {
    expect(shown(foreseenPlaces([need('a', 1), need('b', 1)], new Map(), [supply(3)]))).toEqual([['a', 1], ['b', 1], [null, 1]]); // prettier-ignore
    expect(shown(foreseenPlaces([need('a', 2)], new Map([['pump', q(-2)]]), [supply(3)]))).toEqual([['a', 1], [null, 2]]); // prettier-ignore
  });

  it('is what validation gives, and no piece more or less than was counted', () => {
    fc.assert(
      fc.property(needs, supplies, balance, (unmet, brought, before) => {
        const places = foreseenPlaces(unmet, new Map([['pump', q(before)]]), brought);
        const total = Quantity.sum(brought.map(({ quantity }) => quantity));
        expect(Quantity.sum(places.map(({ quantity }) => quantity))).toEqual(total);
        // What AllocateStock does with the stock as it is once the receipt is booked.
        const free = total.plus(q(before));
        const portions = free.isPositive() ? allocate(unmet, freeSupplies(new Map([['pump', free]]), brought)) : [];
        for (const { id } of unmet) {
          const given = Quantity.sum(portions.filter(({ needId }) => needId === id).map(({ quantity }) => quantity));
          const foreseen = places.find(({ needId }) => needId === id)?.quantity ?? Quantity.zero;
          expect(foreseen.toString()).toBe(given.toString());
        }
      }),
    );
  });

  it('moves nobody’s piece when one more is counted', () => {
    fc.assert(
      fc.property(needs, supplies, balance, fc.nat(2), (unmet, brought, before, which) => {
        const more = brought.map((one, i) =>
          i === which ? { ...one, quantity: one.quantity.plus(Quantity.one) } : one,
        );
        const [now, then] = [brought, more].map((lots) => foreseenPlaces(unmet, new Map([['pump', q(before)]]), lots));
        for (const { needId, quantity } of (now ?? []).filter((one) => one.needId !== null)) {
          const after = then?.find((one) => one.needId === needId)?.quantity ?? Quantity.zero;
          expect(after.compare(quantity)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('ST-23 whose each scanned piece is', () => {
  it('is the first who still misses one, at last the shelf', () => {
    const places = [place('a', 2), place('b', 1), place(null, 1)];
    const pieces = ['1', '2', '3', '4', '5'].map((id) => piece(id));
    expect([...ownersOf(pieces, places).values()]).toEqual(['a', 'a', 'b', null, null]);
  });

  it('stays who was told as long as they get as many; the others go where some are missing', () => {
    const pieces = [piece('1', 'a'), piece('2', 'a'), piece('3', 'b'), piece('4')];
    const owners = ownersOf(pieces, [place('c', 1), place('a', 1), place('b', 1), place(null, 1)]);
    expect(Object.fromEntries(owners)).toEqual({ '1': 'a', '3': 'b', '2': 'c', '4': null });
  });

  it('takes a part of a piece for a piece: half a metre is cut from one', () => {
    expect([...ownersOf([piece('1'), piece('2')], [place('a', 0.5), place('b', 1)]).values()]).toEqual(['a', 'b']);
  });
});
