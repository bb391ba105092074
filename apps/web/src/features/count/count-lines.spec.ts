import { describe, expect, it } from '@jest/globals';
import { oneMore, scannedLine, shownLines, typedQuantity, type CountLine } from './count-lines.js';

const line = (change: Partial<CountLine>): CountLine => ({
  id: change.reference ?? 'x',
  reference: 'WS-480 12',
  designation: 'Pompe de vidange à hélice',
  locationCode: 'A1',
  barcodes: [],
  standing: 'none',
  ownQuantity: '',
  counters: [],
  sequence: '0',
  position: 1,
  removed: false,
  ...change,
});
const lines = (...some: CountLine[]) => new Map(some.map((one) => [one.id, one]));

describe('ST-14 what a phone shows', () => {
  const pump = line({ reference: 'WS-480 12', position: 2, barcodes: ['3660000000011'] });
  const belt = line({ reference: 'BC-1', designation: 'Courroie', locationCode: 'B2', standing: 'recount' });
  const mine = line({ reference: 'C-9', designation: 'Carte', position: 3, ownQuantity: '2' });
  const all = lines(pump, belt, mine);
  const found = (...asked: [Parameters<typeof shownLines>[1], string]) =>
    shownLines(all, ...asked).map(({ reference }) => reference);

  it.each([
    ['open', '', ['WS-480 12']],
    ['recount', '', ['BC-1']],
    ['all', '', ['BC-1', 'WS-480 12', 'C-9']],
    ['all', 'ws48012', ['WS-480 12']],
    ['all', '3660000000011', ['WS-480 12']],
    ['all', 'helice pompe', ['WS-480 12']],
    ['all', 'b2', ['BC-1']],
    ['all', 'zzz', []],
  ] as const)('in the view %s, for %j', (view, typed, references) => {
    expect(found(view, typed)).toEqual(references);
  });

  it('knows a scanned code from a reference, and neither from words', () => {
    const twin = line({ reference: '3660000000011' });
    expect(scannedLine(lines(twin, pump), '3660000000011')?.reference).toBe('WS-480 12');
    expect(scannedLine(all, 'ws 480-12')?.reference).toBe('WS-480 12');
    expect(scannedLine(all, 'pompe')).toBeUndefined();
    expect(scannedLine(all, ' - ')).toBeUndefined();
  });
});

describe('ST-14 a quantity on a phone', () => {
  it.each([
    ['3', '3'],
    [' 12 ', '12'],
    ['0', '0'],
    ['2,5', '2.5'],
    ['2.1234', '2.1234'],
    ['', undefined],
    ['-1', undefined],
    ['2.12345', undefined],
    ['100000', undefined],
    ['3x', undefined],
  ])('typed as %j is %j', (typed, quantity) => {
    expect(typedQuantity(typed)).toBe(quantity);
  });

  it.each([
    ['', '1'],
    ['4.0000', '5'],
    ['2.5000', '3.5'],
  ])('of %j and one more is %s', (ownQuantity, more) => {
    expect(oneMore(line({ ownQuantity }))).toBe(more);
  });
});
