import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isNarrowed, nextSort, readListState, writeListState } from './list-query.js';

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
});
