import { describe, expect, it } from '@jest/globals';
import { Quantity } from '@navette/kernel';
import fc from 'fast-check';
import { standingOf, type Figure } from './count-standing.js';

const figure = (quantity: number, sequence = 10, moved = false): Figure => ({
  quantity: Quantity.whole(quantity),
  sequence: String(sequence),
  moved,
});
const said = (...figures: Figure[]) => {
  const result = standingOf(figures);
  return result.standing === 'counted' ? `${result.quantity.toString()}@${result.sequence}` : result.standing;
};

describe('ST-14 what counters agree on', () => {
  it.each([
    ['nobody has counted', [], 'none'],
    ['one counter is believed', [figure(4)], '4.0000@10'],
    ['zero is a figure', [figure(0)], '0.0000@10'],
    ['two agree', [figure(4), figure(4)], '4.0000@10'],
    ['two differ: it is counted anew', [figure(4), figure(5)], 'recount'],
    ['a third one decides', [figure(4), figure(5), figure(5)], '5.0000@10'],
    ['a third figure decides nothing', [figure(4), figure(5), figure(6)], 'recount'],
    ['two against two decide nothing', [figure(4), figure(4), figure(5), figure(5)], 'recount'],
    ['stock moved under the only figure', [figure(4, 11, true)], 'recount'],
    ['stock moved under one of two', [figure(4), figure(7, 11, true)], '4.0000@10'],
    ['a figure of an older stock falls away', [figure(4, 10), figure(7, 11)], '7.0000@11'],
    ['and does not make two agree', [figure(7, 10), figure(4, 11), figure(7, 11)], 'recount'],
    ['sequences are compared as numbers', [figure(4, 9), figure(7, 10)], '7.0000@10'],
  ])('%s', (_what, figures, expected) => {
    expect(said(...figures)).toBe(expected);
  });

  const anyFigure = fc
    .record({
      quantity: fc.integer({ min: 0, max: 3 }),
      sequence: fc.integer({ min: 8, max: 11 }),
      moved: fc.boolean(),
    })
    .map(({ quantity, sequence, moved }) => figure(quantity, sequence, moved));

  it('does not depend on the order in which counters are heard', () => {
    fc.assert(
      fc.property(fc.array(anyFigure, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (figures, order) => {
        const shuffled = figures
          .map((one) => ({ one, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(said(...shuffled)).toBe(said(...figures));
      }),
    );
  });

  it('believes only a figure that somebody gave', () => {
    fc.assert(
      fc.property(fc.array(anyFigure, { minLength: 1, maxLength: 8 }), (figures) => {
        const result = standingOf(figures);
        if (result.standing !== 'counted') return expect(result.standing).toBe('recount');
        const given = figures
          .filter(({ moved }) => !moved)
          .map(({ quantity, sequence }) => `${quantity.toString()}@${sequence}`);
        expect(given).toContain(`${result.quantity.toString()}@${result.sequence}`);
      }),
    );
  });
});
