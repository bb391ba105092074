import { describe, expect, test } from '@jest/globals';
import { comparedTo, figure, median, percentile, wholeNumber, wholeNumbers } from '../figures.mjs';
import { figureTable } from '../measured.mjs';

describe('figures of a bench', () => {
  test('the median is a value that was measured, the lower of the two in the middle', () => {
    expect(median([3.1, 1.2, 2.4])).toBe(2.4);
    expect(median([4, 1, 3, 2])).toBe(2);
    expect(() => median([])).toThrow('nothing was measured');
  });

  test('a percentile is taken by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([1, 50, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([1, 50, 99, 100]);
    expect(percentile([7], 99)).toBe(7);
  });

  test('a figure carries its conditions, every run, and its share of the floor', () => {
    const floor = figure('floor.commits_per_s', '1/s', [1_000, 1_200, 800], { clients: 16 });
    const seconds = figure('receipt.seconds', 's', [1.9, 1.23456, 2.5], { needs: 1_000 });
    expect(comparedTo(seconds, 1_000 / seconds.value, floor)).toEqual({
      figure: 'receipt.seconds',
      value: 1.9,
      unit: 's',
      needs: 1_000,
      runs: [1.9, 1.23, 2.5],
      toFloor: 0.526,
      floorOf: 'floor.commits_per_s with 16 clients',
    });
  });

  test('the table shows the median beside every run', () => {
    const table = figureTable([figure('floor.fsync_us', 'µs', [118, 121, 119])]);
    expect(table.split('\n')[1]).toMatch(/^floor\.fsync_us +119 µs +118 · 121 · 119$/);
  });

  test('numbers are whole and positive, or named as wrong', () => {
    expect(wholeNumbers('needs', '50,200', [1_000])).toEqual([50, 200]);
    expect(wholeNumber('runs', undefined, 3)).toBe(3);
    expect(() => wholeNumbers('needs', '50,few', [50, 200])).toThrow('--needs 50,few is not accepted: whole numbers such as 50,200'); // prettier-ignore
    expect(() => wholeNumber('runs', '0', 3)).toThrow('--runs 0 is not accepted: 1, 2, 3, …');
    expect(() => wholeNumber('runs', '1,2', 3)).toThrow('--runs 1,2 is not accepted');
  });
});
