import { answered } from '@navette/api-client';
import { Check, ClipboardList, RotateCcw } from 'lucide-react';
import { lazy, useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { usePlaces } from '../../shared/trade/use-places.js';
import { inventoriesOf, type Inventory } from './inventories.list.js';
import { OpenInventory } from './open-inventory.js';

// A list and a record are a kit each: who sees one need not wait for the other (WE-10).
const InventoryRecord = lazy(async () => ({ default: (await import('./inventory.js')).InventoryRecord }));

/** ST-14: inventories, or one of them. */
export default function InventoriesPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const id = params['id'] ?? '';
  return id === '' ? <Inventories /> : <InventoryRecord key={id} id={id} />;
}

/** The list, and a new one. */
function Inventories() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const [isOpening, setOpening] = useState(false);
  const places = usePlaces();
  const list = useMemo(() => inventoriesOf(places), [places]);
  /** E-084: each on its own; one that can't be says why and keeps none of the others from it. */
  const bulk = (what: 'validate' | 'reopen') => ({
    id: `inventory.${what}-selected`,
    title: t(`inventories.do.${what}`),
    notNow: () => (may('stock:inventory.validate') ? undefined : t('inventories.may-not')),
    final: ({ length: count }: readonly Inventory[]) => t(`inventories.bulk.${what}.text`, { count }),
    each: ({ id, version }: Inventory, key: string) =>
      answered(
        api.POST(`/api/v1/inventories/{id}/${what}`, {
          params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': `"${id}.${version}"` } },
        }),
      ),
  });
  return (
    <>
      <ListPage
        list={list}
        bulk={[
          { ...bulk('validate'), icon: Check },
          { ...bulk('reopen'), icon: RotateCcw },
        ]}
        actions={[
          {
            id: 'inventory.open',
            title: t('inventories.do.open'),
            icon: ClipboardList,
            keys: 'n',
            primary: true,
            notNow: may('stock:inventory.open') ? undefined : t('inventories.may-not'),
            run: () => {
              setOpening(true);
            },
          },
        ]}
      />
      {isOpening && (
        <OpenInventory
          onClose={() => {
            setOpening(false);
          }}
        />
      )}
    </>
  );
}
