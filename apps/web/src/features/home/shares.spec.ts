import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sharesOf } from './shares.js';

describe('WE-14 the share of orders per manufacturer', () => {
  it('is told of the most frequent, and of the others together', () => {
    expect(sharesOf(['a', 'b', 'a', 'c', 'a', 'd'], 2)).toEqual([
      { id: 'a', count: 3, percent: 50 },
      { id: 'b', count: 1, percent: 17 },
      { id: '', count: 2, percent: 33 },
    ]);
  });

  it('is nothing where there is no order', () => {
    expect(sharesOf([], 5)).toEqual([]);
  });

  it('makes 100 percent and all orders, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'abcdefgh'), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (ids, most) => {
          const shares = sharesOf(ids, most);
          expect(shares.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
          expect(shares.reduce((sum, { count }) => sum + count, 0)).toBe(ids.length);
          expect(shares.filter(({ id }) => id !== '').length).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});
