import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isNarrowed, listParameters, nextSort, periodOf, readListState, writeListState } from './list-query.js';

describe('WE-4 what a list shows, in its address', () => {
  it('reads what it wrote, whatever was typed', () => {
    const name = fc.stringMatching(/^[a-z][a-zA-Z]{0,10}$/);
    const state = fc.record({
      search: fc.string(),
      filters: fc.dictionary(name, fc.string({ minLength: 1 })),
      sort: fc.oneof(
        fc.constant(''),
        name,
        name.map((field) => `-${field}`),
      ),
    });
    fc.assert(
      fc.property(state, (given) => {
        const read = readListState(new URLSearchParams(writeListState(given).toString()));
        expect(read).toEqual({ ...given, filters: { ...given.filters } });
      }),
    );
  });

  it('knows whether anything narrows it down, and turns the order', () => {
    expect(isNarrowed({ search: '  ', filters: {}, sort: 'name' })).toBe(false);
    expect(isNarrowed({ search: '', filters: { kind: 'consumer' }, sort: '' })).toBe(true);
    expect(['', 'name', '-name', 'city'].map((sort) => nextSort(sort, 'name'))).toEqual(['name', '-name', '', 'name']);
  });

  it('asks for the days of a period from midnight to midnight here, and for nothing that is no day', () => {
    const asked = (value: string) => listParameters({ placedAt: value, name: 'Sud', other: 'x' }, { placedAt: 'period', name: 'prefix' }); // prettier-ignore
    expect(asked('2026-11-01..2026-11-30')).toEqual({
      'filter[placedAt][gte]': new Date('2026-11-01T00:00').toISOString(),
      'filter[placedAt][lt]': new Date('2026-12-01T00:00').toISOString(),
      'filter[name][prefix]': 'Sud',
    });
    expect(asked('..2026-10-25')).toEqual({
      'filter[placedAt][lt]': new Date('2026-10-26T00:00').toISOString(),
      'filter[name][prefix]': 'Sud',
    });
    expect(listParameters({ issuedOn: '2026-02-27..2026-02-28' }, { issuedOn: 'days' })).toEqual({
      'filter[issuedOn][gte]': '2026-02-27',
      'filter[issuedOn][lt]': '2026-03-01',
    });
    for (const value of ['', '..', 'yesterday..', '2026-99-99..x', '2026-11-01T00:00..'])
      expect(periodOf(value)).toEqual(['', '']);
  });
});
