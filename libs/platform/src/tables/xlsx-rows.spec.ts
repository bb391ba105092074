import { deflateRawSync, crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { xlsxRows } from './xlsx-rows.js';

const MOST = 8 * 1_048_576;

async function rowsOf(content: Uint8Array, mostBytes = MOST) {
  const rows = [];
  for await (const row of xlsxRows(content, mostBytes)) rows.push(row);
  return rows;
}

async function written(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('Tarif'), book);
  book.addWorksheet('Autre').addRow(['not ours']);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** An archive of files, deflated where `isPacked`. */
function zip(files: Readonly<Record<string, string | Buffer>>, { isPacked = true, checksum = 0 } = {}): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const plain = Buffer.from(text);
    const packed = isPacked ? deflateRawSync(plain) : plain;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(isPacked ? 8 : 0, 4);
    head.writeUInt32LE((crc32(plain) ^ checksum) >>> 0, 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(plain.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, place, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (...of: (readonly [string, string])[]) =>
  `<Relationships>${of.map(([type, target], i) => `<Relationship Id="r${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`; // prettier-ignore

/** What another program wrote: prefixed names, absolute targets, inline strings, cells without references. */
const prefixed = (rows: string, more: Record<string, string> = {}) => ({
  '_rels/.rels': relations(['officeDocument', '/book/main.xml']),
  'book/_rels/main.xml.rels': relations(['worksheet', 'one.xml'], ['sharedStrings', '../strings.xml']),
  'book/main.xml': `<x:workbook xmlns:x="x" xmlns:r="${OFFICE}"><x:workbookPr date1904="1"/><x:sheets><x:sheet r:id="r1"/></x:sheets></x:workbook>`,
  'book/one.xml': `<x:worksheet xmlns:x="x"><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
  ...more,
});

describe('ST-6 rows of a workbook', () => {
  it('are as they would be written in CSV, whatever their cells are', async () => {
    const content = await written((sheet) => {
      sheet.addRow(['Référence', 'Désignation', 'Prix']);
      sheet.addRow(['WS-480 12', 'Pompe & "vidange" <A>', 12.5]);
      sheet.addRow([]);
      sheet.addRow([{ richText: [{ text: 'gras ' }, { font: { bold: true }, text: 'et non' }] }, true, 0.1 + 0.2]);
      sheet.addRow([{ text: 'lien', hyperlink: 'https://example.org' }, { formula: 'C2*2', result: 25 }, -3]);
      sheet.addRow([new Date('2026-11-22T00:00:00Z'), new Date('2026-11-22T13:30:00Z'), { error: '#N/A' }]);
      sheet.addRow([' espaces ', 'ligne\nautre', { formula: 'A2', result: 'texte' }]);
      sheet.getCell('C8').value = 7;
      sheet.getCell('C8').numFmt = '"jour" 0.00 [Red]';
      sheet.getCell('A9').value = 46_348;
      sheet.getCell('A9').numFmt = '[$-40C]dddd d mmmm yyyy';
    });
    expect(await rowsOf(content)).toEqual([
      { line: 1, cells: ['Référence', 'Désignation', 'Prix'] },
      { line: 2, cells: ['WS-480 12', 'Pompe & "vidange" <A>', '12,5'] },
      { line: 4, cells: ['gras et non', 'true', '0,30000000000000004'] },
      { line: 5, cells: ['lien', '25', '-3'] },
      { line: 6, cells: ['2026-11-22', '2026-11-22T13:30:00.000Z'] },
      { line: 7, cells: [' espaces ', 'ligne\nautre', 'texte'] },
      { line: 8, cells: ['', '', '7'] },
      { line: 9, cells: ['2026-11-22'] },
    ]);
  });

  it('are found in what other programs write', async () => {
    const rows = `<x:row><x:c t="inlineStr"><x:is><x:t>un</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row>
      <x:row r="7"><x:c r="AB7"><x:v>1E2</x:v></x:c><x:c r="B7" t="str"><x:v>a_x000D_b</x:v></x:c></x:row>`;
    const strings = '<sst><si><t>deux</t><rPh><t>spoken</t></rPh></si></sst>';
    const content = zip(prefixed(rows, { 'strings.xml': strings }), { isPacked: false });
    const seventh = Array.from({ length: 28 }, (_, i) => (i === 1 ? 'a\rb' : i === 27 ? '100' : ''));
    expect(await rowsOf(content)).toEqual([
      { line: 1, cells: ['un', 'deux'] },
      { line: 7, cells: seventh },
    ]);
  });

  it.each<[string, () => Buffer]>([
    ['no archive', () => Buffer.from('PK no')],
    ['an archive without a workbook', () => zip({ 'a.txt': 'a' })],
    ['a sheet that is not there', () => zip({ ...prefixed(''), 'book/main.xml': '<workbook/>' })],
    ['broken XML', () => zip(prefixed('<x:row><x:c></x:row>'))],
    ['an entity that nobody declared', () => zip(prefixed('<x:row><x:c t="str"><x:v>&lol;</x:v></x:c></x:row>'))],
    ['text that is not UTF-8', () => zip({ ...prefixed(''), 'book/one.xml': Buffer.from('<a>\xe9</a>', 'latin1') })],
    ['a checksum that is another', () => zip(prefixed(''), { checksum: 1 })],
    ['a file that packs more than a hundredfold', () => zip({ ...prefixed(''), 'book/bomb.xml': Buffer.alloc(2_000_000) })],
    ['a cell beyond every column', () => zip(prefixed('<x:row><x:c r="XFE1"><x:v>1</x:v></x:c></x:row>'))],
  ])('are not read of %s', async (_, content) => {
    await expect(rowsOf(content())).rejects.toMatchObject({ rule: 'unreadable' });
  }); // prettier-ignore

  it('are not unpacked beyond what they may weigh', async () => {
    const content = zip(prefixed(' '.repeat(3_000)), { isPacked: false });
    expect(await rowsOf(content, 5_000)).toEqual([]);
    await expect(rowsOf(content, 3_000)).rejects.toMatchObject({ rule: 'unreadable' });
  });

  it('are read or refused, wherever a workbook is damaged', async () => {
    const sound = await written((sheet) => sheet.addRows([['Référence', 'Prix'], ['WS48012', 12.5]])); // prettier-ignore
    const whole = await rowsOf(sound);
    const outcomes = new Set<string>();
    for (let at = 0; at < sound.length; at += 23) {
      const damaged = Buffer.from(sound);
      damaged.writeUInt8(255 - damaged.readUInt8(at), at);
      const rows = await rowsOf(damaged).catch((error: unknown) => String(error));
      outcomes.add(JSON.stringify(rows) === JSON.stringify(whole) ? 'whole' : JSON.stringify(rows));
    }
    expect([...outcomes].sort()).toEqual(['"Error: unreadable in line 1"', 'whole']);
  });
});
