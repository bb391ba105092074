import { describe, expect, it } from '@jest/globals';
import { declaredErrors, defineErrors, DomainError } from './index.js';

const errors = defineErrors('sample', {
  'receipt.over-receipt': { kind: 'precondition', params: ['received', 'ordered'] },
  'receipt.not-found': 'not-found',
  'receipt.closed': { kind: 'conflict', params: [] },
});

describe('defineErrors', () => {
  it('makes errors with their code, kind, params, fields and cause', () => {
    const cause = new Error('23505');
    const field = errors.field('/lines/0/quantity', 'receipt.closed');
    const error = errors.error('receipt.over-receipt', { ordered: '2.0000', received: '3.0000' }, [field], cause);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({
      name: 'DomainError',
      message: 'sample.receipt.over-receipt',
      code: 'sample.receipt.over-receipt',
      kind: 'precondition',
      params: { ordered: '2.0000', received: '3.0000' },
      fields: [{ pointer: '/lines/0/quantity', code: 'sample.receipt.closed' }],
      cause,
    });
    expect(errors.error('receipt.not-found')).not.toHaveProperty('cause');
  });

  it('checks the params by type', () => {
    // @ts-expect-error the params are required
    errors.error('receipt.over-receipt');
    // @ts-expect-error one is missing
    errors.error('receipt.over-receipt', { ordered: '2' });
    // @ts-expect-error it takes none
    errors.error('receipt.closed', { at: '2026-01-01' });
    // @ts-expect-error not declared
    expect(() => errors.error('receipt.unknown')).toThrow(TypeError);
  });

  it('recognises its own', () => {
    const error = errors.error('receipt.closed');
    expect(errors.is(error)).toBe(true);
    expect(errors.is(error, 'receipt.closed')).toBe(true);
    expect(errors.is(error, 'receipt.not-found')).toBe(false);
    expect(errors.is(new DomainError('other.receipt.closed', {}, [], { kind: 'conflict' }))).toBe(false);
    expect(errors.is(new Error('sample.receipt.closed'))).toBe(false);
  });

  it('takes the same declaration twice, from two services in a process, and refuses another', () => {
    defineErrors('sample', {
      'receipt.over-receipt': { kind: 'precondition', params: ['ordered', 'received'] },
      'receipt.not-found': 'not-found',
    });
    defineErrors('twin', { 'receipt.not-found': 'conflict' });
    expect(() => defineErrors('sample', { 'receipt.not-found': 'conflict' })).toThrow(/already declared as not-found/);
    expect(() => defineErrors('sample', { 'receipt.closed': { kind: 'conflict', params: ['by'] } })).toThrow(TypeError);
  });

  it('lists what is declared, by code', () => {
    const codes = declaredErrors().map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
    expect(declaredErrors()).toContainEqual({
      code: 'sample.receipt.over-receipt',
      kind: 'precondition',
      params: ['ordered', 'received'],
    });
    expect(declaredErrors()).toContainEqual({ code: 'sample.receipt.not-found', kind: 'not-found' });
  });

  it.each([
    'receipt',
    'Receipt.closed',
    'receipt.not_found',
    'receipt.',
    'receipt.a.b',
    'receipt.-a',
    'receipt.a--b',
    '',
  ])('refuses the rule %p', (rule) => {
    expect(() => defineErrors('sample', { [rule]: 'conflict' })).toThrow(/kebab-case/);
  });

  it('refuses a malformed context', () => {
    expect(() => defineErrors('device.gateway', { 'a.b': 'conflict' })).toThrow(/kebab-case/);
  });
});

describe('DomainError', () => {
  it('finds the kind of a declared code', () => {
    expect(new DomainError('sample.receipt.not-found').kind).toBe('not-found');
  });

  it('takes the kind that came over the wire for a code of another process', () => {
    expect(new DomainError('elsewhere.thing.gone', {}, [], { kind: 'not-found' }).kind).toBe('not-found');
    expect(() => new DomainError('elsewhere.thing.gone')).toThrow(/not declared/);
  });

  it('refuses a malformed code', () => {
    expect(() => new DomainError('sample.over', {}, [], { kind: 'invalid' })).toThrow(/kebab-case/);
  });
});
