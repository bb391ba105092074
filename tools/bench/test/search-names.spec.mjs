import { describe, expect, test } from '@jest/globals';
import { familyNames, firstNames, townsAround } from '../search-names.mjs';

describe('names of bench search', () => {
  test('are borne as often as real ones, each name once', () => {
    const families = familyNames();
    expect(families[0]).toEqual({ shown: 'Martin', share: 0.004 });
    const shareOf = (/** @type {number} */ rank) => families[rank - 1]?.share;
    expect(shareOf(100)).toBeCloseTo(0.0006, 9);
    expect(shareOf(10_000)).toBeCloseTo(0.000015, 9);
    for (const names of [families, firstNames()]) {
      expect(new Set(names.map(({ shown }) => shown)).size).toBe(names.length);
      const all = names.reduce((sum, { share }) => sum + share, 0);
      expect(Math.abs(all - 1)).toBeLessThan(0.1);
    }
  });

  test('are the same every time', () => {
    expect(firstNames()).toEqual(firstNames());
  });

  test('stand beside towns of one department', () => {
    const towns = townsAround(0, 150);
    expect(towns).toHaveLength(150);
    expect(new Set(towns.map(({ postcode }) => postcode.slice(0, 2))).size).toBeLessThanOrEqual(2);
  });
});
