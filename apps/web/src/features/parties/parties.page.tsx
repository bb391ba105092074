import { PARTY_KINDS } from '@navette/api-schema';
import { FileUp, Merge, UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { notToMerge } from './merge/not-to-merge.js';
import { partiesOf } from './parties.list.js';

/** PA-6: the parties of one kind. */
export default function PartiesPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const may = useMay();
  const open = useOpen();
  const kind = PARTY_KINDS.find((one) => one === params['kind']) ?? 'consumer';
  const list = useMemo(() => partiesOf(kind), [kind]);
  return (
    <ListPage
      list={list}
      actions={[
        {
          id: 'party.new',
          title: t('parties.new'),
          icon: UserPlus,
          keys: 'n',
          primary: true,
          notNow: may('parties:party.create') ? undefined : t('parties.may-not-create'),
          run: () => {
            open('/parties/new');
          },
        },
        {
          id: 'party-import.new',
          title: t('parties.import'),
          icon: FileUp,
          notNow: may('parties:party.import') ? undefined : t('parties.may-not-import'),
          run: () => {
            open('/party-imports/new');
          },
        },
      ]}
      bulk={
        kind === 'consumer'
          ? [
              {
                id: 'party.merge-selected',
                title: t('parties.merge.open'),
                icon: Merge,
                notNow: (rows) => {
                  if (!may('parties:party.merge')) return t('parties.merge.may-not');
                  const reason = notToMerge(rows);
                  return reason && t(`parties.merge.${reason}`);
                },
                all: ([one, other]) => {
                  open(`/parties/${one?.id ?? ''}/merge/${other?.id ?? ''}`);
                },
              },
            ]
          : []
      }
    />
  );
}
