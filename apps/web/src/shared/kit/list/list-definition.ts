import type { Api } from '@navette/api-client';
import type { ReactNode } from 'react';
import type { Formats } from '../../i18n/formats.js';
import type { Translate } from '../../i18n/use-text.js';
import type { ListQuery } from './list-query.js';

/** A row has an id, which it keeps, and a version, which changes with it. */
export interface Row {
  readonly id: string;
  readonly version?: string;
}

export interface Show {
  readonly t: Translate;
  readonly formats: Formats;
}

/** How a column can be narrowed down. */
export type ColumnFilter =
  | { readonly kind: 'text' }
  | { readonly kind: 'choice'; readonly choices: readonly { readonly id: string; readonly title: string }[] };

export interface Column<R extends Row> {
  /** Also the field of filters. */
  readonly id: string;
  /** Key of its text. */
  readonly title: string;
  readonly cell: (row: R, show: Show) => ReactNode;
  /** What an export writes; a plain value that a spreadsheet understands. */
  readonly value: (row: R, show: Show) => string;
  /** Field to sort by, where the list can be. */
  readonly sort?: string;
  readonly filter?: ColumnFilter;
  /** Figures stand at the right. */
  readonly isNumber?: boolean;
  /** Pixels at 100 %. */
  readonly width?: number;
  /** Not shown until chosen. */
  readonly isExtra?: boolean;
}

export interface Page<R extends Row> {
  readonly rows: readonly R[];
  /** Empty after the last page. */
  readonly nextCursor: string;
}

/** WE-4, PA-17: what makes a list; the kit does the rest, the same everywhere. */
export interface ListDefinition<R extends Row> {
  /** Unique name: saved searches and columns are kept by it. */
  readonly id: string;
  /** Key of its text. */
  readonly title: string;
  /** The first one names the row. */
  readonly columns: readonly Column<R>[];
  readonly load: (api: Api, query: ListQuery, signal: AbortSignal) => Promise<Page<R>>;
  readonly href: (row: R) => string;
  /** Opens empty and waits for a search (PA-6). */
  readonly waitsForSearch?: boolean;
  /** A field for words, above the columns' own filters. */
  readonly hasSearch?: boolean;
  /** Filters that always hold, beside what the person chose. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Live messages about these aggregates renew the list. */
  readonly live?: readonly string[];
  /** Keys of texts where there is nothing to show. */
  readonly empty: string;
}
