import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@navette/kernel';
import { anId, instants, listParameters, oneOf, ParsedList, textBy, type ListGrammar } from './list-grammar.js';

const things: ListGrammar = {
  filters: { kind: oneOf('red', 'green'), name: textBy('eq', 'prefix'), owner: anId, madeAt: instants },
  sorts: ['name', 'madeAt'],
  defaultSort: '-madeAt',
};
const list = new ParsedList(things);
const refusal = (given: object) => {
  try {
    list.transform(given);
  } catch (error) {
    return (error as DomainError).fields.map(({ pointer, code, params }) => [pointer, code, params?.['accepted']]);
  }
  return undefined;
};

describe('WE-4 the query of a list', () => {
  it('is read into filters, sorts and a page', () => {
    const owner = '018f0000-0000-7000-8000-000000000000';
    expect(
      list.transform({
        'filter[kind][in]': 'red,green',
        'filter[name][prefix]': 'a,b',
        'filter[owner][eq]': owner,
        'filter[madeAt][gte]': '2026-03-01T08:00:00Z',
        sort: '-madeAt,name',
        limit: '20',
        cursor: 'c',
      }),
    ).toEqual({
      filters: [
        { field: 'kind', operator: 'in', values: ['red', 'green'] },
        { field: 'name', operator: 'prefix', values: ['a,b'] },
        { field: 'owner', operator: 'eq', values: [owner] },
        { field: 'madeAt', operator: 'gte', values: ['2026-03-01T08:00:00Z'] },
      ],
      sorts: [
        { field: 'madeAt', descending: true },
        { field: 'name', descending: false },
      ],
      limit: 20,
      cursor: 'c',
    });
    expect(list.transform({})).toEqual({ filters: [], sorts: [], limit: 0, cursor: '' });
  });

  const fields = ['kind', 'name', 'owner', 'madeAt'];
  it.each<[string, Record<string, unknown>, unknown[]]>([
    [
      'a field that is none',
      { 'filter[colour][eq]': 'x' },
      ['/filter[colour][eq]', 'platform.field.not-accepted', fields],
    ],
    ['a field of every object', { 'filter[constructor][eq]': 'x' }, ['/filter[constructor][eq]', 'platform.field.not-accepted', fields]], // prettier-ignore
    ['another operator', { 'filter[kind][prefix]': 'r' }, ['/filter[kind][prefix]', 'platform.field.not-accepted', ['eq', 'in']]], // prettier-ignore
    ['no operator', { 'filter[kind]': 'red' }, ['/filter[kind]', 'platform.field.not-accepted', ['eq', 'in']]],
    ['a value that is none', { 'filter[kind][in]': 'red,blue' }, ['/filter[kind][in]', 'platform.field.not-accepted', ['red', 'green']]], // prettier-ignore
    ['an id that is none', { 'filter[owner][eq]': 'x' }, ['/filter[owner][eq]', 'platform.field.pattern', undefined]],
    ['the same parameter twice', { 'filter[kind][eq]': ['red', 'red'] }, ['/filter[kind][eq]', 'platform.field.not-accepted', ['red', 'green']]], // prettier-ignore
    ['another sort', { sort: 'name,-size' }, ['/sort', 'platform.field.not-accepted', ['name', 'madeAt']]],
    ['a sort twice', { sort: 'name,-name' }, ['/sort', 'platform.field.not-accepted', ['name', 'madeAt']]],
    ['too long a page', { limit: '201' }, ['/limit', 'platform.field.too-large', undefined]],
    ['a parameter of no list', { page: '2' }, ['/page', 'platform.field.unknown', undefined]],
  ])('with %s is refused, naming what is accepted', (_title, given, expected) => {
    expect(refusal(given)).toEqual([expected]);
  });

  it('is told of every fault at once', () => {
    expect(refusal({ 'filter[a][eq]': '1', 'filter[kind][eq]': 'blue', sort: 'x', limit: '0' })).toHaveLength(4);
  });

  it('stands in the document with every operator', () => {
    expect(Object.keys(listParameters(things).shape)).toEqual([
      'filter[kind][eq]',
      'filter[kind][in]',
      'filter[name][eq]',
      'filter[name][prefix]',
      'filter[owner][eq]',
      'filter[owner][in]',
      'filter[madeAt][gte]',
      'filter[madeAt][lt]',
      'sort',
      'limit',
      'cursor',
    ]);
  });
});
