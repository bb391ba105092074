import { answered } from '@navette/api-client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { ListPage } from '../../../shared/kit/list/list-page.js';
import { scaleList } from './commission-scales.list.js';
import { CreateDialog } from '../create-dialog.js';

/** PA-13: what representatives are to be paid by. */
export default function CommissionScalesPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  return (
    <>
      <ListPage
        list={scaleList}
        actions={[
          {
            id: 'commission-scale.new',
            title: t('commission-scales.new'),
            icon: Plus,
            keys: 'n',
            primary: true,
            notNow: may('parties:commission-scale.create') ? undefined : t('representatives.may-not'),
            run: () => {
              setNew(true);
            },
          },
        ]}
      />
      {isNew && (
        <CreateDialog
          title={t('commission-scales.new')}
          text={t('commission-scales.new.text')}
          confirm={t('commission-scales.create')}
          code={{ label: t('commission-scales.code'), max: 10 }}
          name={{ label: t('commission-scales.label'), field: '/label', max: 40 }}
          create={async (code, label, key) => {
            const params = { header: { 'Idempotency-Key': key } };
            const body = { code, label };
            return `/commission-scales/${(await answered(api.POST('/api/v1/commission-scales', { params, body }))).data.id}`;
          }}
          onClose={() => {
            setNew(false);
          }}
        />
      )}
    </>
  );
}
