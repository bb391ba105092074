import { ClipboardList } from 'lucide-react';
import { lazy, useState } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { inventoriesList } from './inventories.list.js';
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
  const may = useMay();
  const [isOpening, setOpening] = useState(false);
  return (
    <>
      <ListPage
        list={inventoriesList}
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
