import { useMemo } from 'react';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useEntries } from '../../shared/trade/use-choices.js';
import { usePlaces } from '../../shared/trade/use-places.js';
import { movementsOf } from './stock-movements.list.js';

/** E-078: the ledger of stock, read only. */
export default function StockMovementsPage() {
  const places = usePlaces();
  const families = useEntries('part_family');
  const list = useMemo(
    () =>
      movementsOf(
        places,
        families.map(({ id, code, label }) => ({ id, text: `${code} · ${label}` })),
      ),
    [places, families],
  );
  return <ListPage list={list} actions={[]} />;
}
