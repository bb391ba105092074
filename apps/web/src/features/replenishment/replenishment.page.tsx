import { Network, ShoppingCart } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useParties } from '../../shared/trade/use-choices.js';
import { NetworkDialog } from './network-dialog.js';
import { OrderDialog } from './order-dialog.js';
import { planListOf, type PlanRow } from './plan.list.js';

/** ST-20, ST-21: lines of the plan are chosen and become one order per supplier, all or none; or one is got from another place (ST-11, ST-15). */
export default function ReplenishmentPage() {
  const t = useText();
  const may = useMay();
  const [chosen, setChosen] = useState<readonly PlanRow[]>([]);
  const [sought, setSought] = useState<PlanRow>();
  const suppliers = useParties('supplier', 'manufacturer');
  const list = useMemo(() => planListOf(suppliers), [suppliers]);
  return (
    <>
      <ListPage
        list={list}
        bulk={[
          {
            id: 'plan.order',
            title: t('plan.do.order'),
            icon: ShoppingCart,
            notNow: () => (may('stock:supplier-order.place') ? undefined : t('plan.may-not')),
            all: setChosen,
          },
          {
            id: 'plan.network',
            title: t('plan.network'),
            icon: Network,
            notNow: (rows) => {
              if (!may('stock:station-transfer.request') && !may('stock:need.allocate'))
                return t('plan.network.may-not');
              if (rows.length !== 1) return t('plan.network.one');
              return rows[0]?.needId === '' ? t('plan.network.no-need') : undefined;
            },
            all: ([row]) => {
              setSought(row);
            },
          },
        ]}
      />
      {sought !== undefined && (
        <NetworkDialog
          row={sought}
          onClose={() => {
            setSought(undefined);
          }}
        />
      )}
      {chosen.length > 0 && (
        <OrderDialog
          rows={chosen}
          suppliers={suppliers}
          onClose={() => {
            setChosen([]);
          }}
        />
      )}
    </>
  );
}
