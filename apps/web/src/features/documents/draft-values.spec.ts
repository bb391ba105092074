import { describe, expect, it } from '@jest/globals';
import { bodyOver, draftDifferences, valuesOf } from './draft-values.js';

const line = (id: string, change: object = {}) => ({
  id,
  reference: 'MO',
  designation: 'Main-d’œuvre',
  quantity: '1.000',
  unitPrice: '50.00',
  discount: '0.125',
  vatCategory: 'standard',
  ventilationCode: 'MO',
  ...change,
});
const draft = (change: object = {}) => ({ id: 'd', datedOn: '', lines: [line('a'), line('b')], ...change }) as unknown as Parameters<typeof valuesOf>[0]; // prettier-ignore
const t = (key: string, values?: Record<string, string | number>) => `${key}${values === undefined ? '' : JSON.stringify(values)}`; // prettier-ignore

describe('WE-12 two people edit a draft', () => {
  it('shows what differs, line by line, and nothing else', () => {
    const mine = valuesOf(draft({ lines: [line('a', { unitPrice: '60.00' }), line('b')] }));
    const theirs = valuesOf(draft({ datedOn: '2026-12-01', lines: [line('a'), line('b'), line('c')] }));
    const found = draftDifferences(t, mine, theirs);
    expect(found.map(({ label }) => label)).toEqual([
      'documents.dated',
      'documents.edit.line{"line":1}',
      'documents.edit.line{"line":3}',
    ]);
    expect(found[1]?.mine).toContain('60');
    expect(found[1]?.mine).toMatch(/−12[.,]5 %/);
    expect(found[2]).toMatchObject({ mine: '' });
    expect(draftDifferences(t, mine, mine)).toEqual([]);
  });

  it('saves a line as a new one where the other has taken it away', () => {
    const { lines } = bodyOver(valuesOf(draft()), draft({ lines: [line('b')] }));
    expect(lines.map(({ id }) => id)).toEqual(['', 'b']);
    expect(lines[0]).toMatchObject({ discount: '0.125', unitPrice: expect.stringMatching(/^50(\.0+)?$/) });
  });
});
