import { describe, expect, it } from '@jest/globals';
import { BarcodeFormat, BinaryBitmap, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from '@zxing/library';
import ExcelJS from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { barcodeSymbol } from './barcode.js';
import {
  barcodeFor,
  businessDocumentPdf,
  labelsPdf,
  spreadsheetXlsx,
  type Barcode,
  type BusinessDocument,
  type Column,
  type Heading,
  type Row,
} from './index.js';

const madeAt = new Date('2026-11-22T10:00:00Z');

const columns: readonly Column[] = [
  { title: 'Référence', kind: 'code' },
  { title: 'Désignation', kind: 'text' },
  { title: 'Quantité', kind: 'quantity' },
  { title: 'Prix', kind: 'price' },
  { title: 'Livraison', kind: 'date' },
];

const row = (index: number): Row => ({
  cells: [`WS-${index}`, 'Pompe à eau', '3.0000', '12.3456', '2026-03-01'],
});

const order = (rows: Iterable<Row | Heading>, change: Partial<BusinessDocument> = {}): BusinessDocument => ({
  locale: 'fr',
  letterhead: {
    name: 'Station Dupont',
    lines: ['12 rue de l’Église', '69003 LYON'],
    siret: '12345678900012',
    vatNumber: 'FR32123456789',
    legal: 'SARL au capital de 8 000 €',
  },
  title: 'Commande',
  number: 'ST01-CF-2026-000001',
  date: '2026-11-22',
  madeAt,
  body: [
    {
      kind: 'table',
      table: { columns, rows },
      totals: [{ label: 'Total', kind: 'money', value: '1234.56', strong: true }],
    },
  ],
  ...change,
});

/** What each page says, as an independent reader finds it; blanks of every kind are plain ones. */
async function pagesOf(pdf: Buffer): Promise<string[]> {
  const file = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages = [];
  for (let number = 1; number <= file.numPages; number++) {
    const { items } = await (await file.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' ').replace(/\s+/g, ' ')); // prettier-ignore
  }
  await file.destroy();
  return pages;
}

describe('a business document', () => {
  it('says who writes to whom, with values as its language writes them', async () => {
    const [page] = await pagesOf(
      await businessDocumentPdf(order([row(1)], { recipient: { label: 'Fournisseur', lines: ['Pièces & Cie ł Œ'] } })),
    );
    for (const text of [
      'Station Dupont',
      'Pièces & Cie ł Œ',
      '22/11/2026',
      '12,3456 €',
      '1 234,56 €',
      'TVA FR32123456789',
    ])
      expect(page).toContain(text);
    expect(page).toContain('Page 1 sur 1');
    const [english] = await pagesOf(await businessDocumentPdf(order([row(1)], { locale: 'en' })));
    expect(english).toContain('€1,234.56');
    expect(english).toContain('Page 1 of 1');
  });

  it('goes on over pages with its headings, and writes every row once', async () => {
    const pages = await pagesOf(
      await businessDocumentPdf(order(Array.from({ length: 120 }, (_, index) => row(index)))),
    );
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('Référence Désignation');
      expect(page).toContain(`Page ${index + 1} sur ${pages.length}`);
    }
    const found = [...pages.join(' ').matchAll(/WS-([0-9]+)/g)].map(([, number]) => Number(number));
    expect(found).toEqual(Array.from({ length: 120 }, (_, index) => index));
  });

  it('keeps a heading with the row beneath it', async () => {
    for (let before = 30; before < 36; before++) {
      const rows = [...Array.from({ length: before }, (_, index) => row(index)), { heading: 'Casier B-12' }, row(900)];
      const pages = await pagesOf(await businessDocumentPdf(order(rows)));
      expect(pages.find((page) => page.includes('Casier B-12'))).toContain('WS-900');
    }
  });

  it('keeps a row on one page, however long somebody wrote', async () => {
    const long = { cells: ['WS-1', 'mot '.repeat(5000), '1.0000', '1.0000', ''] };
    const pages = await pagesOf(await businessDocumentPdf(order([row(0), long, row(2)])));
    expect(pages.length).toBeLessThanOrEqual(2);
    expect(pages.join(' ')).toContain('WS-2');
  });

  it('has the same bytes whenever it is asked for', async () => {
    const twice = await Promise.all([businessDocumentPdf(order([row(1)])), businessDocumentPdf(order([row(1)]))]);
    expect(twice[0].equals(twice[1])).toBe(true);
  });

  it('refuses a value that is none and columns beyond the paper', async () => {
    const wrong = { cells: ['WS-1', 'Pompe', 'many', '', ''] };
    await expect(businessDocumentPdf(order([wrong]))).rejects.toThrow('a number was expected');
    const wide = [{ title: 'Code', kind: 'code', width: 300 } as const];
    const table = { kind: 'table', table: { columns: wide, rows: [] } } as const;
    await expect(businessDocumentPdf(order([], { body: [table] }))).rejects.toThrow(RangeError);
  });
});

describe('barcodes', () => {
  /** What a reader sees that did not write them. */
  function read(barcode: Barcode): { text: string; format: string } {
    const symbol = barcodeSymbol(barcode);
    const scale = 3;
    const [width, height] = [symbol.width * scale, (symbol.height ?? 30) * scale];
    const pixels = new Uint8ClampedArray(width * height).fill(255);
    for (const { x, y, width: wide } of symbol.dark)
      for (let line = y * scale; line < (symbol.height === undefined ? height : (y + 1) * scale); line++)
        pixels.fill(0, line * width + x * scale, line * width + (x + wide) * scale);
    const result = new MultiFormatReader().decode(
      new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, width, height))),
    );
    return { text: result.getText(), format: BarcodeFormat[result.getBarcodeFormat()] ?? '' };
  }

  it.each([
    ['3660485123457', 'EAN_13'],
    ['ST01-CF-2026-000123', 'CODE_128'],
    ['ws 480/12', 'CODE_128'],
    ['3660485123458', 'CODE_128'],
    ['Réf. éà', 'QR_CODE'],
    ['https://navette.test/count#0123456789abcdef0123456789abcdef', 'QR_CODE'],
  ])('%s is read back, as %s', (text, format) => {
    expect(read(barcodeFor(text))).toEqual({ text, format });
  });
});

describe('labels', () => {
  it('are a page of the roll each, with the lines that have room', async () => {
    const lines = Array.from({ length: 9 }, (_, index) => ({ text: `ligne ${index}` }));
    const labels = [{ lines, barcode: barcodeFor('WS-1'), copies: 2 }, { lines: [{ text: 'seule' }] }];
    const pdf = await labelsPdf(labels, '57x32', { locale: 'fr', title: 'Étiquettes', madeAt });
    const pages = await pagesOf(pdf);
    expect(pages).toHaveLength(3);
    expect(pages[0]).toContain('ligne 0');
    expect(pages[0]).not.toContain('ligne 8');
    expect(pages[0]).toContain('WS-1');
    expect(pages[1]).toBe(pages[0]);
    const page = await (await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise).getPage(1);
    expect(page.view.map(Math.round)).toEqual([0, 0, 162, 91]);
  });
});

describe('a spreadsheet', () => {
  it('has numbers and days as such, references as texts, and a name that Excel takes', async () => {
    const rows = [{ heading: 'Casier' }, { cells: ['00123', '=1+1', '3.0000', '12.3456', '2026-03-01'] }];
    const name = 'Commande ST01/CF:2026 – 000001 bis';
    const file = await spreadsheetXlsx({ name, madeAt, head: [['Numéro', 'ST01']], table: { columns, rows } });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file as unknown as ArrayBuffer);
    const sheet = book.worksheets[0];
    expect(sheet?.name).toBe('Commande ST01 CF 2026 – 000001 ');
    expect(sheet?.getRow(1).values).toEqual([undefined, 'Numéro', 'ST01']);
    expect(sheet?.getRow(3).values).toEqual([undefined, ...columns.map(({ title }) => title)]);
    expect(sheet?.getRow(4).values).toEqual([undefined, 'Casier']);
    const day = new Date('2026-03-01T00:00:00Z');
    expect(sheet?.getRow(5).values).toEqual([undefined, '00123', '=1+1', 3, 12.3456, day]);
    expect(sheet?.getRow(5).getCell(2).type).toBe(ExcelJS.ValueType.String);
    expect(sheet?.getRow(5).getCell(4).numFmt).toContain('€');
  });
});
