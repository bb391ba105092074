import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST, packed, type Tote, type ToteFile } from './tote.js';

const file = (n: number): ToteFile => ({ id: `id-${String(n)}`, number: `DI-${String(n)}`, whom: '' });
const some = (from: number, count: number) => Array.from({ length: count }, (_, i) => file(from + i));
const empty: Tote = { files: [], left: 0 };
const ids = (files: readonly ToteFile[]) => files.map(({ id }) => id);

describe('ST-16 a tote', () => {
  it('says how many files find no room, and keeps those that are in it', () => {
    const full = packed(packed(empty, some(0, 150)), some(100, 100));
    expect(full.files).toHaveLength(MOST);
    expect(full.left).toBe(0);
    const fuller = packed(full, some(195, 10));
    expect(fuller.left).toBe(5);
    expect(new Set(ids(fuller.files))).toEqual(new Set(ids(full.files)));
    // Told of what was put in last, not for ever.
    expect(packed(fuller, [file(0)])).toMatchObject({ left: 0 });
    expect(packed(empty, some(0, MOST + 1))).toEqual({ files: some(0, MOST), left: 1 });
  });

  it('has what was put in last first, each file once', () => {
    expect(ids(packed(packed(empty, some(1, 3)), [file(3), file(4), file(4)]).files)).toEqual(['id-3', 'id-4', 'id-1', 'id-2']); // prettier-ignore
  });

  it('loses nothing unsaid: what is in it and what found no room are all that was put in', () => {
    const batch = fc.tuple(fc.nat(300), fc.nat(220)).map(([from, count]) => some(from, count));
    fc.assert(
      fc.property(batch, batch, (one, two) => {
        const before = packed(empty, one);
        const { files, left } = packed(before, two);
        expect(new Set(ids(files)).size).toBe(files.length);
        expect(files.length).toBeLessThanOrEqual(MOST);
        expect(ids(before.files).every((id) => ids(files).includes(id))).toBe(true);
        expect(files.length + left).toBe(new Set([...ids(before.files), ...ids(two)]).size);
      }),
    );
  });
});
