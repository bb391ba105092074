import { answered } from '@navette/api-client';
import { PARTY_KINDS } from '@navette/api-schema';
import { FileUp, FolderInput, Merge, UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { BulkAction } from '../../shared/kit/list/list-definition.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOpen } from '../../shared/work/use-work.js';
import { notToMerge } from './merge/not-to-merge.js';
import { useFamilies } from './families/use-givers.js';
import { familyFieldOf, partiesOf } from './parties.list.js';
import type { Party } from './party-values.js';
import { useRepresentatives } from '../../shared/trade/use-representatives.js';

/** Stands for no family where one is chosen. */
const NONE = 'none';

/** PA-6: the parties of one kind. */
export default function PartiesPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const open = useOpen();
  const kind = PARTY_KINDS.find((one) => one === params['kind']) ?? 'consumer';
  const families = useFamilies(familyFieldOf(kind) === 'supplierFamilyId' ? 'supplier' : 'customer');
  const representatives = useRepresentatives();
  const list = useMemo(() => partiesOf(kind, { families, representatives }), [kind, families, representatives]);
  const merge: BulkAction<Party> = {
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
  };
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
      bulk={[
        ...(kind === 'consumer' ? [merge] : []),
        {
          id: 'party.move-selected',
          title: t('parties.move'),
          icon: FolderInput,
          notNow: () => (may('parties:party.attach') ? undefined : t('parties.may-not-change')),
          choose: {
            label: t('parties.move.to'),
            choices: [
              { id: NONE, text: t('parties.families.none') },
              ...families.map(({ id, label }) => ({ id, text: label })),
            ],
          },
          each: ({ id, version, customerFamilyId, supplierFamilyId }, key, choice) =>
            answered(
              api.PUT('/api/v1/parties/{id}/families', {
                params: { path: { id }, header: { 'If-Match': `"${id}.${version}"`, 'Idempotency-Key': key } },
                body: { customerFamilyId, supplierFamilyId, [familyFieldOf(kind)]: choice === NONE ? '' : choice },
              }),
            ),
        },
      ]}
    />
  );
}
