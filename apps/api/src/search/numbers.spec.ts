import { describe, expect, it } from '@jest/globals';
import { numbersOf } from './numbers.js';

const asked = (text: string, kinds = ['DI']) => numbersOf(text, kinds, 'LIL', 2026);

describe('WE-6 the numbers that a text may mean', () => {
  it('takes the beginning of a whole number, whatever its case, of the kinds that are looked for', () => {
    expect(asked(' lil-di-2026-0001')).toEqual({ operator: 'prefix', values: ['LIL-DI-2026-0001'] });
    expect(asked('LIL-DI')).toEqual({ operator: 'prefix', values: ['LIL-DI'] });
    expect(asked('LIL-BC-2026-000001')).toBeUndefined();
  });

  it('completes a short one for this year and the last', () => {
    expect(asked('123')).toEqual({ operator: 'in', values: ['LIL-DI-2026-000123', 'LIL-DI-2025-000123'] });
    expect(asked('di 7')).toEqual({ operator: 'in', values: ['LIL-DI-2026-000007', 'LIL-DI-2025-000007'] });
    expect(asked('7', ['FA', 'FC'])?.values).toContain('LIL-FC-2025-000007');
    expect(asked('BC7')).toBeUndefined();
  });

  it.each(['petit', '0320112233', 'WPL-484000008553', '', '1234567', 'LIL'])('is asked for nothing by %p', (text) => {
    expect(asked(text)).toBeUndefined();
    expect(numbersOf('7', ['DI'], '', 2026)).toBeUndefined();
  });
});
