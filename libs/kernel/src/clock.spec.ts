import { describe, expect, it } from '@jest/globals';
import { ManualClock, systemClock, Temporal } from './index.js';

describe('clock', () => {
  it('stands still until told', () => {
    const clock = new ManualClock('2026-03-28T23:00:00Z');
    expect(clock.now().toString()).toBe('2026-03-28T23:00:00Z');
    clock.advance({ days: 1, minutes: 30 });
    expect(clock.now().toString()).toBe('2026-03-29T23:30:00Z');
    clock.advance('PT45S');
    expect(clock.now().toString()).toBe('2026-03-29T23:30:45Z');
    clock.set('2025-01-01T00:00:00+01:00');
    expect(clock.now().toString()).toBe('2024-12-31T23:00:00Z');
  });

  it('gives the time of the machine in whole milliseconds', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeInstanceOf(Temporal.Instant);
    expect(now.epochMilliseconds).toBeGreaterThanOrEqual(before);
    expect(now.epochNanoseconds % 1_000_000n).toBe(0n);
  });
});
