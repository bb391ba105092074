import { describe, expect, it } from '@jest/globals';
import { Temporal } from '@navette/kernel';
import fc from 'fast-check';
import { fiscalYear, fiscalYearOf } from './fiscal-year.js';

describe('AC-7 fiscal year', () => {
  it.each([
    ['2026-01-01', 1, 2026],
    ['2026-12-31', 1, 2026],
    ['2026-06-30', 7, 2026],
    ['2026-07-01', 7, 2027],
    ['2026-12-31', 12, 2027],
  ])('of %s, begun in month %i, is %i', (date, startMonth, year) => {
    expect(fiscalYearOf(Temporal.PlainDate.from(date), startMonth)).toBe(year);
  });

  it('holds every date that is said to be in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 1, max: 12 }), (days, startMonth) => {
        const date = Temporal.PlainDate.from('2024-01-01').add({ days });
        const { opensOn, closesOn } = fiscalYear(fiscalYearOf(date, startMonth), startMonth);
        expect(Temporal.PlainDate.compare(opensOn, date)).toBeLessThanOrEqual(0);
        expect(Temporal.PlainDate.compare(date, closesOn)).toBeLessThanOrEqual(0);
        expect(closesOn.year).toBe(fiscalYearOf(date, startMonth));
      }),
    );
  });
});
