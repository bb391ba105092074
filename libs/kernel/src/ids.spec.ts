import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { derivedId, isUuid, ManualClock, newId } from './index.js';

describe('newId', () => {
  it('is a lower-case UUIDv7 that carries the time of the clock', () => {
    const id = newId(new ManualClock('2026-03-01T08:00:00.123Z'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(Date.parse('2026-03-01T08:00:00.123Z'));
  });

  it('only grows: in one millisecond, forward, and when the clock goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 200 }), (steps) => {
        const clock = new ManualClock('2026-03-01T08:00:00Z');
        const ids = steps.map((milliseconds) => {
          clock.advance({ milliseconds });
          return newId(clock);
        });
        expect([...ids].sort()).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every(isUuid)).toBe(true);
      }),
    );
  });

  it('keeps two clocks apart', () => {
    newId(new ManualClock('2030-01-01T00:00:00Z'));
    const id = newId(new ManualClock('2026-01-01T00:00:00Z'));
    expect(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });
});

describe('derivedId', () => {
  it('never changes from one version or machine to the next', () => {
    expect(derivedId('a', 'b')).toBe('050b5a6f-4214-50f5-a2d8-3fe6c880a35d');
    expect(derivedId('parts', 'pompe à eau')).toBe(derivedId('parts', 'pompe à eau'));
  });

  it('does not mix up a namespace and a name', () => {
    expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'));
    fc.assert(fc.property(fc.string(), fc.string(), (namespace, name) => isUuid(derivedId(namespace, name))));
  });
});

describe('isUuid', () => {
  it.each([
    '050B5A6F-4214-50F5-A2D8-3FE6C880A35D',
    '050b5a6f421450f5a2d83fe6c880a35d',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '050b5a6f-4214-50f5-a2d8-3fe6c880a35d\n',
    '',
    null,
    7,
  ])('refuses %p', (value) => {
    expect(isUuid(value)).toBe(false);
  });
});
