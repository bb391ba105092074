import { useMemo } from 'react';
import { useStored } from '../../api/stored.js';
import type { Column, ListDefinition, Row } from './list-definition.js';

export interface Columns<R extends Row> {
  /** In the person's order. */
  readonly shown: readonly Column<R>[];
  readonly hidden: readonly Column<R>[];
  readonly set: (ids: readonly string[]) => void;
  readonly reset: () => void;
}

/** PA-17: which columns a person sees, and in what order; kept on the server, for every place they work at. */
export function useColumns<R extends Row>({ id, columns }: ListDefinition<R>): Columns<R> {
  const [kept, keep] = useStored<readonly string[] | null>(`columns.${id}`, null);
  // The same ones until they are others: every row hangs on them.
  const shown = useMemo(() => {
    // A column that a newer version took away is forgotten; no column at all is nothing to look at.
    const chosen = (kept ?? []).flatMap((name) => columns.filter((column) => column.id === name));
    return chosen.length > 0 ? chosen : columns.filter(({ isExtra }) => isExtra !== true);
  }, [kept, columns]);
  return {
    shown,
    hidden: columns.filter((column) => !shown.includes(column)),
    set: keep,
    reset: () => {
      keep(null);
    },
  };
}
