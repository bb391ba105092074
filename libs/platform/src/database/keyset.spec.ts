import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor } from './keyset.js';

describe('a cursor', () => {
  it('gives back the values of the last row, whatever they hold', () => {
    const values = ['Lefèvre "Zoé"', '', '018f0000-0000-7000-8000-000000000000'];
    expect(decodeCursor(encodeCursor(values), 3)).toEqual(values);
    expect(encodeCursor(values)).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['nothing', ''],
    ['nonsense', 'x'],
    ['one of another list', encodeCursor(['a'])],
    ['other JSON', Buffer.from('{"a":1}').toString('base64url')],
    ['values that are no text', Buffer.from('[1,2]').toString('base64url')],
  ])('that is %s is none', (_title, cursor) => {
    expect(decodeCursor(cursor, 2)).toBeUndefined();
  });
});
