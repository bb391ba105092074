import { PackageMinus, PackagePlus } from 'lucide-react';
import { useMemo } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { Panes } from '../../shared/kit/record/panes.js';
import { usePlaces } from '../../shared/trade/use-places.js';
import { useOpen, useTab, useTabSearch } from '../../shared/work/use-work.js';
import { NewNote } from './new-note.js';
import { OneNote } from './one-note.js';
import { stockNotesOf, type NoteKind } from './stock-notes.list.js';

const NEW: Readonly<Record<string, NoteKind | undefined>> = { 'new-in': 'stock_in', 'new-out': 'stock_out' };
const TABS = ['all', 'stock_in', 'stock_out', 'inventories'] as const;

/** E-077, E-085: the list, a new note and the record, loaded together: a page more weighs on all of them (WE-10). */
export default function StockNotesPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const id = params['id'] ?? '';
  const kind = NEW[id];
  if (kind !== undefined) return <NewNote key={kind} kind={kind} />;
  return id === '' ? <StockNotes /> : <OneNote key={id} id={id} />;
}

/** E-085: inventories have a list of their own. */
function StockNotes() {
  const t = useText();
  const open = useOpen();
  const tab = useTab('');
  const mayNot = useMay()('stock:stock-note.create') ? undefined : t('stock-notes.may-not');
  const [address] = useTabSearch();
  const kind = address.get('kind');
  const current = kind === 'stock_in' || kind === 'stock_out' ? kind : 'all';
  const places = usePlaces();
  const list = useMemo(() => stockNotesOf(places, current === 'all' ? undefined : current), [places, current]);
  return (
    <ListPage
      key={current}
      list={list}
      notice={
        <Panes
          label={t('stock-notes.list')}
          panes={TABS.map((one) => ({ id: one, text: t(one === 'inventories' ? 'inventories.list' : `stock-notes.${one}`) }))} // prettier-ignore
          current={current}
          onChoose={(one) => {
            if (one === 'inventories') open('/inventories');
            else tab.become(one === 'all' ? '/stock-notes' : `/stock-notes?kind=${one}`);
          }}
        />
      }
      actions={[
        {
          id: 'stock-note.new-in',
          title: t('stock-notes.new.stock_in'),
          icon: PackagePlus,
          keys: 'n',
          primary: true,
          notNow: mayNot,
          run: () => {
            open('/stock-notes/new-in');
          },
        },
        {
          id: 'stock-note.new-out',
          title: t('stock-notes.new.stock_out'),
          icon: PackageMinus,
          notNow: mayNot,
          run: () => {
            open('/stock-notes/new-out');
          },
        },
      ]}
    />
  );
}
