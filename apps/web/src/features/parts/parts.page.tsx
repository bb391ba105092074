import { PackageMinus, PackagePlus, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { BulkAction } from '../../shared/kit/list/list-definition.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { useEntries } from '../../shared/trade/use-choices.js';
import { partsOf, type PartRow } from './parts.list.js';

const NOTES = [
  ['new-in', 'stock_in', PackagePlus],
  ['new-out', 'stock_out', PackageMinus],
] as const;

/** ST-1: the catalogue: parts, or special items; what is selected may come in or go out by hand (E-026). */
export default function PartsPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  const kind = params['kind'] === 'special_item' ? 'special_item' : 'part';
  const [families, brands] = [useEntries('part_family'), useEntries('brand')];
  const mayReadStock = may('stock:stock-level.read');
  const list = useMemo(() => partsOf(kind, mayReadStock, { families, brands }), [kind, mayReadStock, families, brands]);
  const notes = NOTES.map(([id, way, icon]): BulkAction<PartRow> => ({
    id: `stock-note.${id}-selected`,
    title: t(`stock-notes.new.${way}`),
    icon,
    notNow: () => (may('stock:stock-note.create') ? undefined : t('stock-notes.may-not')),
    all: (rows) => {
      open(`/stock-notes/${id}?parts=${rows.map((row) => row.id).join(',')}`);
    },
  }));
  return (
    <ListPage
      list={list}
      bulk={kind === 'part' ? notes : []}
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
