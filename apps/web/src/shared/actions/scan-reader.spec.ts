import { describe, expect, it } from '@jest/globals';
import { ScanReader, type ScanKey } from './scan-reader.js';

/** Presses keys at a pace; what each was taken for. */
function presses(
  reader: ScanReader,
  keys: readonly (string | [key: string, code: string])[],
  pace: number,
  from = 1_000,
) {
  return keys.map((one, i) => {
    const [key, code] = typeof one === 'string' ? [one, ''] : one;
    return reader.press({ key, code, timeStamp: from + i * pace } satisfies ScanKey);
  });
}
const typed = (text: string) => [...text, 'Enter'];

describe('ST-23 a scan among what is typed', () => {
  it('is keys faster than a person’s, ended by Enter or Tab', () => {
    expect(presses(new ScanReader(), typed('3017'), 8)).toEqual(['first', 'following', 'following', 'following', { code: '3017' }]); // prettier-ignore
    expect(presses(new ScanReader(), [...'WS-480', 'Tab'], 30).at(-1)).toEqual({ code: 'WS-480' });
    expect(presses(new ScanReader(), typed('301760'), 51).at(-1)).toBe('none');
    // A person strikes two keys at once, and Enter after a word.
    expect(presses(new ScanReader(), typed('301'), 8).at(-1)).toBe('none');
  });

  it('begins at the first fast key, whatever was typed before, and ends with its Enter', () => {
    const reader = new ScanReader();
    presses(reader, [...'12'], 200);
    expect(presses(reader, typed('40112233'), 5, 2_000).at(-1)).toEqual({ code: '40112233' });
    expect(presses(reader, ['Enter'], 5, 2_045)).toEqual(['none']);
  });

  it('has capitals: Shift comes between them; other keys end it', () => {
    expect(presses(new ScanReader(), ['Shift', 'A', 'Shift', 'B', '1', '2', 'Enter'], 4).at(-1)).toEqual({
      code: 'AB12',
    });
    expect(presses(new ScanReader(), [...'301', 'ArrowLeft', '7', 'Enter'], 4).at(-1)).toBe('none');
  });

  it('is read by the place of its keys where a scanner takes a French keyboard for an American one', () => {
    const french: [string, string][] = [['"', 'Digit3'], ['à', 'Digit0'], ['&', 'Digit1'], ['è', 'Digit7'], ['q', 'KeyA']]; // prettier-ignore
    expect(presses(new ScanReader(), [...french, 'Enter'], 4).at(-1)).toEqual({ code: '3017A' });
    // A code may well have such signs, and no accents.
    expect(presses(new ScanReader(), [['A', 'KeyQ'], ['-', 'Digit6'], ['1', 'Digit1'], ['"', 'Digit3'], 'Enter'], 4).at(-1)).toEqual({ code: 'A-1"' }); // prettier-ignore
  });
});
