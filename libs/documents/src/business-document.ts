import type { Locale } from '@navette/messages';
import type { Barcode } from './barcode.js';
import type { ColumnKind, DocumentTable } from './table.js';

/** Who writes: printed at the top of the first page, and its legal line at the foot of each. */
export interface Letterhead {
  readonly name: string;
  /** Lines of the address, then phone and e-mail, as they are to be printed. */
  readonly lines: readonly string[];
  readonly siret: string;
  readonly vatNumber: string;
  /** Form, capital and register of the company, in one line; may be empty. */
  readonly legal: string;
  /** PNG or JPEG. */
  readonly logo?: Uint8Array;
}

/** A block of lines under a label, such as who it goes to. */
export interface AddressBlock {
  readonly label: string;
  readonly lines: readonly string[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A sum beneath a table; the last one of a table with `strong` is what the reader looks for. */
export interface Total {
  readonly label: string;
  readonly kind: ColumnKind;
  /** Canonical text of its kind. */
  readonly value: string;
  readonly strong?: boolean;
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  /** With what a scanner finds it by at its right. */
  | { readonly kind: 'title'; readonly text: string; readonly barcode?: Barcode }
  | { readonly kind: 'table'; readonly table: DocumentTable; readonly totals?: readonly Total[] }
  /** Boxes to sign in, side by side. */
  | { readonly kind: 'signatures'; readonly labels: readonly string[] };

/** An order, a count sheet, a slip: anything on A4 with a letterhead. All texts but page numbers come in its language. */
export interface BusinessDocument {
  readonly locale: Locale;
  readonly letterhead: Letterhead;
  readonly title: string;
  readonly number: string;
  /** `2026-03-01` */
  readonly date: string;
  /** The instant that its file carries; the same for each copy of one document. */
  readonly madeAt: Date;
  readonly recipient?: AddressBlock;
  /** What else is to be known of it, beneath the date: delivery wanted, reference. */
  readonly facts?: readonly Fact[];
  /** What a scanner opens it by, usually its number. */
  readonly barcode?: Barcode;
  readonly landscape?: boolean;
  readonly body: readonly Block[];
}
