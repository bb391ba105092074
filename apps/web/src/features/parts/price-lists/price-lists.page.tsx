import { FileUp } from 'lucide-react';
import { useMay } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { ListPage } from '../../../shared/kit/list/list-page.js';
import { useOpen } from '../../../shared/work/use-work.js';
import { priceListsList } from './price-lists.list.js';

/** ST-6: past price lists and those under way. */
export default function PriceListsPage() {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  return (
    <ListPage
      list={priceListsList}
      actions={[
        {
          id: 'price-list.new',
          title: t('price-lists.new'),
          icon: FileUp,
          keys: 'n',
          primary: true,
          notNow: may('stock:price-list.import') ? undefined : t('price-lists.may-not'),
          run: () => {
            open('/price-lists/new');
          },
        },
      ]}
    />
  );
}
