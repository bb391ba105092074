import { setImmediate } from 'node:timers/promises';
import type { Locale } from '@navette/messages';
import { barcodeFor } from './barcode.js';
import type { Total } from './business-document.js';
import type { Pages } from './pages.js';
import { ACCENT, drawBarcode, mm, QUIET_INK, RULE, textHeight, writeText, type Box, type TextStyle } from './paper.js';
import { isHeading, standsRight, shown, type Column, type ColumnKind, type DocumentTable, type Row } from './table.js';

const PAD = 3.5;
const HEAD: TextStyle = { font: 'strong', size: 7.5, ink: QUIET_INK };
const NOTE: TextStyle = { size: 7.5, ink: QUIET_INK };
const LOUD_NOTE: TextStyle = { font: 'strong', size: 8.5 };
/** Higher rows end in an ellipsis: one must fit on a page, whatever somebody pasted into a designation. */
const HIGHEST_ROW = mm(80);
const BARCODE = { bars: mm(8), height: mm(13) };

/** Rows written between two turns of the event loop: a list of ten thousand must not stop the service that prints it. */
const AT_ONCE = 20;

const WIDTHS: Readonly<Record<Exclude<ColumnKind, 'text'>, number>> = {
  code: 34,
  quantity: 17,
  price: 24,
  money: 26,
  rate: 15,
  date: 21,
  blank: 22,
  barcode: 46,
};

type Placed = Column & { readonly x: number; readonly points: number };

/** Writes the table from where the pages are, its headings again on each page. */
export async function writeTable(pages: Pages, locale: Locale, table: DocumentTable): Promise<void> {
  const columns = placed(table.columns, pages);
  const head = () => writeHead(pages, columns);
  const headHeight = heightOf(pages, columns, (column) => column.title, HEAD);
  pages.room(headHeight + mm(15));
  head();
  pages.repeated = head;
  let count = 0;
  for await (const row of table.rows) {
    if (isHeading(row)) writeHeading(pages, row.heading);
    else writeRow(pages, locale, columns, row);
    if (++count % AT_ONCE === 0) await setImmediate();
  }
  pages.repeated = undefined;
  pages.y += mm(2);
}

/** The sums beneath a table, to the right, all on one page. */
export function writeTotals(pages: Pages, locale: Locale, totals: readonly Total[]): void {
  const line = 15;
  pages.room(totals.length * line + 4);
  const width = mm(85);
  const x = pages.left + pages.width - width;
  for (const { label, kind, value, strong = false } of totals) {
    const style: TextStyle = { font: strong ? 'strong' : 'regular', size: strong ? 10.5 : 9 };
    if (strong) rule(pages, x, width, ACCENT, 1);
    const box = { y: pages.y + 3, height: line };
    writeText(pages.paper, label, { ...box, x, width: width * 0.55 }, style);
    const right = { ...box, x: x + width * 0.55, width: width * 0.45 - PAD };
    writeText(pages.paper, shown(locale, kind, value), right, { ...style, align: 'right', tabular: true });
    pages.y += line;
  }
  pages.y += mm(3);
}

function placed(columns: readonly Column[], pages: Pages): readonly Placed[] {
  const fixed = columns.map(({ kind, width }) => (width === undefined ? (kind === 'text' ? undefined : mm(WIDTHS[kind])) : mm(width))); // prettier-ignore
  const sharing = fixed.filter((width) => width === undefined).length;
  const taken = fixed.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  const share = sharing === 0 ? 0 : (pages.width - taken) / sharing;
  if (share < 0 || taken > pages.width) throw new RangeError('the columns are wider than the page');
  let x = pages.left;
  return columns.map((column, index) => {
    const points = fixed[index] ?? share;
    const at = x;
    x += points;
    return { ...column, x: at, points };
  });
}

function writeHead(pages: Pages, columns: readonly Placed[]): void {
  const height = heightOf(pages, columns, (column) => column.title, HEAD);
  for (const column of columns) writeText(pages.paper, column.title, inner(pages, column, height), { ...HEAD, ...aligned(column) }); // prettier-ignore
  pages.y += height + 2 * PAD;
  rule(pages, pages.left, pages.width, ACCENT, 1);
}

function writeHeading(pages: Pages, heading: string): void {
  // With room for a row beneath, so that it never ends a page.
  pages.room(mm(18));
  pages.y += 4;
  const style: TextStyle = { font: 'strong', size: 9, ink: ACCENT };
  pages.y += writeText(pages.paper, heading, { x: pages.left + PAD, y: pages.y + PAD, width: pages.width, height: 24 }, style); // prettier-ignore
  pages.y += 2 * PAD;
  rule(pages, pages.left, pages.width, RULE, 0.5);
}

function writeRow(pages: Pages, locale: Locale, columns: readonly Placed[], row: Row): void {
  const texts = columns.map((column, index) => shown(locale, column.kind, row.cells[index] ?? ''));
  const noteColumn = columns.findIndex(({ kind }) => kind === 'text');
  const height = Math.min(HIGHEST_ROW, rowHeight(pages, columns, texts, row, noteColumn));
  pages.room(height + 2 * PAD);
  for (const [index, column] of columns.entries()) {
    const text = texts[index] ?? '';
    const box = inner(pages, column, height);
    if (column.kind === 'blank') emptyBox(pages, column, height);
    else if (column.kind === 'barcode') writeBarcode(pages, text, box);
    else {
      const used = writeText(pages.paper, text, box, aligned(column));
      if (index === noteColumn && row.note)
        writeText(
          pages.paper,
          row.note,
          { ...box, y: box.y + used, height: Math.max(0, height - used) },
          noteStyle(row),
        );
    }
  }
  pages.y += height + 2 * PAD;
  rule(pages, pages.left, pages.width, RULE, 0.5);
}

const noteStyle = ({ isNoteLoud = false }: Row): TextStyle => (isNoteLoud ? LOUD_NOTE : NOTE);

function rowHeight(
  pages: Pages,
  columns: readonly Placed[],
  texts: readonly string[],
  row: Row,
  noteColumn: number,
): number {
  const heights = columns.map((column, index) => {
    if (column.kind === 'blank') return mm(6);
    if (column.kind === 'barcode') return texts[index] === '' ? 0 : BARCODE.height;
    const text = textHeight(pages.paper, texts[index] ?? '', column.points - 2 * PAD, aligned(column));
    const more =
      row.note && index === noteColumn ? textHeight(pages.paper, row.note, column.points - 2 * PAD, noteStyle(row)) : 0;
    return text + more;
  });
  return Math.max(...heights);
}

function writeBarcode(pages: Pages, text: string, box: Box): void {
  if (text === '') return;
  drawBarcode(pages.paper, barcodeFor(text), { ...box, height: BARCODE.bars });
  writeText(pages.paper, text, { ...box, y: box.y + BARCODE.bars + 1, height: 11 }, { size: 7 });
}

function emptyBox({ paper, y }: Pages, { x, points }: Placed, height: number): void {
  paper.rect(x + PAD, y + PAD - 1, points - 2 * PAD, height + 2).lineWidth(0.5).stroke(QUIET_INK); // prettier-ignore
}

function heightOf(
  pages: Pages,
  columns: readonly Placed[],
  text: (column: Placed) => string,
  style: TextStyle,
): number {
  return Math.max(...columns.map((column) => textHeight(pages.paper, text(column), column.points - 2 * PAD, style)));
}

const aligned = ({ kind }: Column): TextStyle => (standsRight(kind) ? { align: 'right', tabular: true } : {});

const inner = ({ y }: Pages, { x, points }: Placed, height: number): Box => ({ x: x + PAD, y: y + PAD, width: points - 2 * PAD, height }); // prettier-ignore

function rule({ paper, y }: Pages, x: number, width: number, ink: string, weight: number): void {
  paper.moveTo(x, y).lineTo(x + width, y).lineWidth(weight).stroke(ink); // prettier-ignore
}
