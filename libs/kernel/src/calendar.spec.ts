import { describe, expect, it } from '@jest/globals';
import { localDate, Temporal } from './index.js';

describe('localDate', () => {
  it.each([
    ['2026-01-31T23:30:00Z', 'Europe/Paris', '2026-02-01'],
    ['2026-01-31T23:30:00Z', 'America/Guadeloupe', '2026-01-31'],
    ['2026-01-31T20:30:00Z', 'Indian/Reunion', '2026-02-01'],
    ['2026-06-30T22:30:00Z', 'Europe/Paris', '2026-07-01'],
    ['2026-12-31T22:59:59Z', 'Europe/Paris', '2026-12-31'],
  ])('%s in %s is %s', (instant, zone, date) => {
    expect(localDate(Temporal.Instant.from(instant), zone).toString()).toBe(date);
  });

  it('refuses an unknown zone', () => {
    const now = Temporal.Instant.from('2026-01-01T00:00:00Z');
    expect(() => localDate(now, 'Europe/Pariss')).toThrow('kernel.time-zone.unknown');
  });
});
