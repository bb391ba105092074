import { Plus } from 'lucide-react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { manufacturerList } from './manufacturers.list.js';

/** PA-10: the manufacturers that every station of the network has. */
export default function ManufacturersPage() {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  return (
    <ListPage
      list={manufacturerList}
      actions={[
        {
          id: 'manufacturer.new',
          title: t('manufacturers.new'),
          icon: Plus,
          keys: 'n',
          primary: true,
          notNow: may('parties:manufacturer.list') ? undefined : t('manufacturers.may-not'),
          run: () => {
            open('/manufacturers/new');
          },
        },
      ]}
    />
  );
}
