import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { useEntries } from '../../shared/trade/use-choices.js';
import { partsOf } from './parts.list.js';

/** ST-1: the catalogue: parts, or special items. */
export default function PartsPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  const kind = params['kind'] === 'special_item' ? 'special_item' : 'part';
  const [families, brands] = [useEntries('part_family'), useEntries('brand')];
  const mayReadStock = may('stock:stock-level.read');
  const list = useMemo(() => partsOf(kind, mayReadStock, { families, brands }), [kind, mayReadStock, families, brands]);
  return (
    <ListPage
      list={list}
      actions={[
        {
          id: 'part.new',
          title: t(`parts.new.${kind}`),
          icon: Plus,
          keys: 'n',
          primary: true,
          notNow: may('stock:part.create') ? undefined : t('parts.may-not-create'),
          run: () => {
            open(`/parts/new/${kind}`);
          },
        },
      ]}
    />
  );
}
