import type { Api } from '@navette/api-client';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import type { Formats } from '../../i18n/formats.js';
import type { Translate } from '../../i18n/use-text.js';
import type { Choice } from '../../ui/fields.js';
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
  /** Two days, both included: `2026-11-01..2026-11-30`; either may be absent. */
  | { readonly kind: 'period' }
  | { readonly kind: 'choice'; readonly choices: readonly FilterChoice[] };

/** By the key of its text, or as it is called. */
type Named = { readonly title: string } | { readonly text: string };
export const nameOf = (named: Named, t: Translate): string => ('text' in named ? named.text : t(named.title));
type FilterChoice = { readonly id: string } & Named;

export type Column<R extends Row> = Named & {
  /** Also the field of filters. */
  readonly id: string;
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
};

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
  /** What the panel beside the list tells of a row, beneath its name; all its columns unless given. */
  readonly preview?: ComponentType<{ readonly row: R }>;
}

/** What can be done with the rows a person selected. */
export type BulkAction<R extends Row> = {
  /** Unique on the page: `order.send-selected`. */
  readonly id: string;
  readonly title: string;
  readonly icon?: LucideIcon;
  /** Why it can't be done with all of them: the button is there, and says so. */
  readonly notNow?: (rows: readonly R[]) => string | undefined;
} & (
  | {
      /**
       * Done with one after the other, its progress shown; a row that is refused has the reason as its outcome and keeps nobody
       * else from theirs. The key is the same when the same row is tried again.
       * @throws Refusal
       */
      readonly each: (row: R, idempotencyKey: string, choice: string) => Promise<unknown>;
      /** What becomes final, asked before it begins; absent where it can be undone. */
      readonly final?: (rows: readonly R[]) => string;
      /** What must be chosen before it begins, the same for all rows; absent where nothing must. */
      readonly choose?: { readonly label: string; readonly choices: readonly Choice[] };
    }
  | {
      /** Done with all at once: opens what goes on with them. */
      readonly all: (rows: readonly R[]) => void;
    }
);
