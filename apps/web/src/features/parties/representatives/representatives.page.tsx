import { answered } from '@navette/api-client';
import { UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { ListPage } from '../../../shared/kit/list/list-page.js';
import { useFamilies } from '../families/use-givers.js';
import { CreateDialog } from '../create-dialog.js';
import { representativesIn } from './representatives.list.js';

/** PA-13: who sells to customers for the station. */
export default function RepresentativesPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const families = useFamilies('representative');
  const list = useMemo(() => representativesIn(families), [families]);
  const [isNew, setNew] = useState(false);
  return (
    <>
      <ListPage
        list={list}
        actions={[
          {
            id: 'representative.new',
            title: t('representatives.new'),
            icon: UserPlus,
            keys: 'n',
            primary: true,
            notNow: may('parties:representative.create') ? undefined : t('representatives.may-not'),
            run: () => {
              setNew(true);
            },
          },
        ]}
      />
      {isNew && (
        <CreateDialog
          title={t('representatives.new')}
          text={t('representatives.new.text')}
          confirm={t('representatives.create')}
          code={{ label: t('representatives.code'), max: 20 }}
          name={{ label: t('representatives.name'), field: '/name', max: 200 }}
          create={async (code, name, key) => {
            const params = { header: { 'Idempotency-Key': key } };
            const body = { code, name, inherited: ['commissionScaleIds'] };
            return `/representatives/${(await answered(api.POST('/api/v1/representatives', { params, body }))).data.id}`;
          }}
          onClose={() => {
            setNew(false);
          }}
        />
      )}
    </>
  );
}
