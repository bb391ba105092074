import { message, type Locale } from '@navette/messages';

/**
 * What the values of a column are, given as canonical text: decimals `12.5000`, dates `2026-03-01`. It decides how they are
 * written and aligned, and what a spreadsheet takes them for. `blank` is a box for what people write by hand, `barcode` a text
 * drawn for a scanner with the text beneath.
 */
export type ColumnKind = 'text' | 'code' | 'quantity' | 'price' | 'money' | 'rate' | 'date' | 'blank' | 'barcode';

export interface Column {
  readonly title: string;
  readonly kind: ColumnKind;
  /** In millimetres on paper; a default by kind where not given. Columns of kind `text` share what is left. */
  readonly width?: number;
}

export interface Row {
  /** By column; an empty text leaves the cell blank. */
  readonly cells: readonly string[];
  /** A second line beneath the first text, in a quieter voice. */
  readonly note?: string;
  /** Its note is not to be overlooked. */
  readonly isNoteLoud?: boolean;
}

/** A line over the rows that follow, such as a location; it is never the last thing on a page. */
export interface Heading {
  readonly heading: string;
}

export type TableRows = Iterable<Row | Heading> | AsyncIterable<Row | Heading>;

/** Rows come as they are read: ten thousand need not be in memory before the first is written. */
export interface DocumentTable {
  readonly columns: readonly Column[];
  readonly rows: TableRows;
}

export const isHeading = (row: Row | Heading): row is Heading => 'heading' in row;

/** Kinds whose values stand to the right, so that their digits are one beneath the other. */
export const standsRight = (kind: ColumnKind): boolean => ['quantity', 'price', 'money', 'rate', 'date'].includes(kind);

/**
 * A value as people read it in their language: `1 234,56 €`, `3`, `01/03/2026`.
 * @throws TypeError for a text that is no value of its kind
 */
export function shown(locale: Locale, kind: ColumnKind, value: string): string {
  if (value === '') return '';
  switch (kind) {
    case 'money':
      return message(locale, 'document.value.money', { value });
    case 'price':
      return message(locale, 'document.value.money', { value: atLeastCents(value) });
    case 'quantity':
      return message(locale, 'document.value.quantity', { value });
    case 'rate':
      return message(locale, 'document.value.rate', { value });
    case 'date':
      return message(locale, 'document.value.date', { value });
    default:
      return value;
  }
}

/** A price has four decimals, of which those beyond the cents are shown where they say something. */
function atLeastCents(value: string): string {
  const [integers, fraction = ''] = value.split('.');
  return `${integers}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}
