import type { PageRequest } from '@navette/contracts/common/v1/common';
import { decodeCursor, encodeCursor } from '@navette/platform/database';

/** Rows asked for, and the sort values of the last row of the page before; `limit` is 1 to 200, 50 where none is given. */
export interface Keyset {
  readonly limit: number;
  readonly after: readonly string[] | undefined;
}

export function keysetOf(page: PageRequest | undefined, columns: number): Keyset {
  return { limit: Math.min(page?.limit || 50, 200), after: decodeCursor(page?.cursor ?? '', columns) };
}

/** Cuts the row too many that says whether there is another page. */
export function pageOf<Row>(
  rows: readonly Row[],
  { limit }: Keyset,
  position: (row: Row) => readonly string[],
): { shown: Row[]; nextCursor: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : '' };
}
