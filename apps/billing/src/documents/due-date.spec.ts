import { describe, expect, it } from '@jest/globals';
import { Temporal } from '@navette/kernel';
import fc from 'fast-check';
import { dueDate } from './due-date.js';

const day = (text: string) => Temporal.PlainDate.from(text);
const terms = fc.record({
  paymentDays: fc.integer({ min: 0, max: 120 }),
  endOfMonth: fc.boolean(),
  dayOfMonth: fc.integer({ min: 0, max: 31 }),
});
const anyDay = fc.integer({ min: 0, max: 3_652 }).map((days) => day('2024-01-01').add({ days }));

describe('BI-34 due date from the payment terms', () => {
  it.each([
    ['at once', '2026-01-15', 0, false, 0, '2026-01-15'],
    ['30 days', '2026-01-15', 30, false, 0, '2026-02-14'],
    ['30 days end of month', '2026-01-15', 30, true, 0, '2026-02-28'],
    ['45 days end of month', '2026-11-20', 45, true, 0, '2027-01-31'],
    ['30 days end of month, the 10th', '2026-01-15', 30, true, 10, '2026-03-10'],
    ['the 10th, before it', '2026-01-05', 0, false, 10, '2026-01-10'],
    ['the 10th, on it', '2026-01-10', 0, false, 10, '2026-01-10'],
    ['the 10th, after it', '2026-01-11', 0, false, 10, '2026-02-10'],
    ['the 31st, in a short month', '2026-02-03', 0, false, 31, '2026-02-28'],
    ['the 30th, after the end of January', '2026-01-31', 0, false, 30, '2026-02-28'],
    ['end of month of a leap year', '2028-01-30', 30, true, 0, '2028-02-29'],
  ])('%s', (_title, issued, paymentDays, endOfMonth, dayOfMonth, due) => {
    expect(dueDate(day(issued), { paymentDays, endOfMonth, dayOfMonth }).toString()).toBe(due);
  });

  it('is never before the days have passed, nor more than two months after them', () => {
    fc.assert(
      fc.property(anyDay, terms, (issued, given) => {
        const due = dueDate(issued, given);
        const counted = issued.add({ days: given.paymentDays });
        expect(Temporal.PlainDate.compare(due, counted)).toBeGreaterThanOrEqual(0);
        expect(Temporal.PlainDate.compare(due, counted.add({ days: 62 }))).toBeLessThan(0);
      }),
    );
  });

  it('falls on the day of month, or on the last day of a shorter one', () => {
    fc.assert(
      fc.property(anyDay, terms, (issued, given) => {
        const due = dueDate(issued, given);
        if (given.dayOfMonth > 0) expect(due.day).toBe(Math.min(given.dayOfMonth, due.daysInMonth));
        else if (given.endOfMonth) expect(due.day).toBe(due.daysInMonth);
      }),
    );
  });

  it('never comes earlier for a later issue', () => {
    fc.assert(
      fc.property(anyDay, terms, (issued, given) => {
        const [first, second] = [dueDate(issued, given), dueDate(issued.add({ days: 1 }), given)];
        expect(Temporal.PlainDate.compare(second, first)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
