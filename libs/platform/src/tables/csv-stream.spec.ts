import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvStream } from './csv-stream.js';
import { TableError, type TableRow } from './table-rows.js';

async function* pieces(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
async function rows(content: Buffer, size = 7): Promise<TableRow[]> {
  const all: TableRow[] = [];
  for await (const row of csvStream(pieces(content, size))) all.push(row);
  return all;
}
const TABLE = [
  { line: 1, cells: ['Réf', 'Désignation', 'Prix'] },
  { line: 2, cells: ['A-1', 'Joint d’œil', '12,50 €'] },
  { line: 4, cells: ['A-2', 'Pompe; "neuve"', '3'] },
];
const TEXT = 'Réf;Désignation;Prix\r\nA-1;Joint d’œil;12,50 €\r\n\r\nA-2;"Pompe; ""neuve""";3';

describe('ST-6 a CSV file read piece by piece', () => {
  const inWindows = Buffer.from(TEXT.replaceAll('€', '\x80').replaceAll('œ', '\x9c').replaceAll('’', '\x92'), 'latin1');

  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
    ['Windows-1252', inWindows],
  ])('is the same table in %s, wherever it is cut', async (_name, content) => {
    for (const size of [2, 3, 7, 64, 10_000]) expect(await rows(content, size)).toEqual(TABLE);
  });

  it.each([';', ',', '\t', '|'])('has %j between its columns', async (between) => {
    expect(await rows(Buffer.from(['a', 'b', 'c'].join(between)))).toEqual([{ line: 1, cells: ['a', 'b', 'c'] }]);
  });

  it('says in which line it is no text, or no table', async () => {
    const broken = Buffer.concat([Buffer.from('a;é\nb;é\n'), Buffer.from([0xc3, 0x28])]);
    await expect(rows(broken, 5)).rejects.toEqual(new TableError(3, 'encoding'));
    await expect(rows(Buffer.from('a;b\nc\0;d'), 4)).rejects.toMatchObject({ rule: 'encoding' });
    await expect(rows(Buffer.from('a;b\n"c;d\ne;f'))).rejects.toMatchObject({ rule: 'malformed-row' });
    await expect(rows(Buffer.from(`a\n"${'x'.repeat(2_000_000)}`), 65_536)).rejects.toMatchObject({ rule: 'malformed-row' }); // prettier-ignore
  });

  it('is nothing where it is empty, and stops reading where nobody wants more', async () => {
    expect(await rows(Buffer.alloc(0))).toEqual([]);
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read++;
        yield Buffer.from('a;b\n'.repeat(1_000));
      }
    }
    for await (const { line } of csvStream(endless())) if (line === 10) break;
    expect(read).toBeLessThan(100);
  });

  it('keeps every row of any table', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '€', '"', ';', ' ', '7') });
    const table = fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (written, size) => {
        const quoted = (one: string) => `"${one.replaceAll('"', '""')}"`;
        const text = ['h;h;h', ...written.map((row) => row.map(quoted).join(';'))].join('\n');
        const read = await rows(Buffer.from(text), size);
        expect(read.slice(1).map(({ cells }) => cells)).toEqual(written);
      }),
      { numRuns: 50 },
    );
  });
});
