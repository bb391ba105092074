import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { useEntries } from '../../shared/trade/use-choices.js';
import { productsOf } from './products.list.js';

/** ST-1: models of appliances. */
export default function ProductsPage() {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  const [brands, types] = [useEntries('brand'), useEntries('appliance_type')];
  const list = useMemo(() => productsOf(brands, types), [brands, types]);
  return (
    <ListPage
      list={list}
      actions={[
        {
          id: 'product.new',
          title: t('products.new'),
          icon: Plus,
          keys: 'n',
          primary: true,
          notNow: may('stock:product.create') ? undefined : t('products.may-not'),
          run: () => {
            open('/products/new');
          },
        },
      ]}
    />
  );
}
