import { answered } from '@navette/api-client';
import { FAMILY_ROLES } from '@navette/api-schema';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { ListPage } from '../../../shared/kit/list/list-page.js';
import { CreateDialog } from '../create-dialog.js';
import { familiesOf } from './families.list.js';

/** PA-13: families of customers, of suppliers, or of representatives. */
export default function FamiliesPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const role = FAMILY_ROLES.find((one) => one === params['role']) ?? 'customer';
  const list = useMemo(() => familiesOf(role), [role]);
  const [isNew, setNew] = useState(false);
  return (
    <>
      <ListPage
        list={list}
        actions={[
          {
            id: 'family.new',
            title: t('families.new'),
            icon: Plus,
            keys: 'n',
            primary: true,
            notNow: may('parties:family.create') ? undefined : t('families.may-not'),
            run: () => {
              setNew(true);
            },
          },
        ]}
      />
      {isNew && (
        <CreateDialog
          title={t(`families.new.${role}`)}
          text={t(`families.new.${role}.text`)}
          confirm={t('families.create')}
          code={{ label: t('families.code'), max: 10 }}
          name={{ label: t('families.label'), field: '/label', max: 40 }}
          create={async (code, label, key) => {
            const params = { header: { 'Idempotency-Key': key } };
            const body = { role, code, label };
            return `/families/${(await answered(api.POST('/api/v1/families', { params, body }))).data.id}`;
          }}
          onClose={() => {
            setNew(false);
          }}
        />
      )}
    </>
  );
}
