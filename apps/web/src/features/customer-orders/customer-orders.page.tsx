import { FilePlus } from 'lucide-react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { customerOrdersList } from './customer-orders.list.js';

export default function CustomerOrdersPage() {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  return (
    <ListPage
      list={customerOrdersList}
      actions={[
        {
          id: 'sale.new',
          title: t('sales.new'),
          icon: FilePlus,
          keys: 'n',
          primary: true,
          notNow: may('billing:customer-order.create') ? undefined : t('sales.may-not-create'),
          run: () => {
            open('/customer-orders/new');
          },
        },
      ]}
    />
  );
}
