import { answered } from '@navette/api-client';
import { RotateCw } from 'lucide-react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { BulkAction } from '../../shared/kit/list/list-definition.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import css from './operations.module.css';
import { Outboxes } from './outboxes.js';
import { isOver, sagasList, type SagaRow } from './sagas.list.js';
import { useLook } from './use-look.js';

const goesOn = (saga: SagaRow) => !isOver(saga);

/** WE-9: every running or failed saga, and what services have not told each other yet. */
export default function SagasPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  useLook('sagas', goesOn);
  const bulk: BulkAction<SagaRow>[] = [
    {
      id: 'saga.retry-selected',
      title: t('operations.do.retry'),
      icon: RotateCw,
      notNow: (rows) =>
        !may('operations:saga.retry')
          ? t('operations.may-not')
          : rows.some(isOver)
            ? t('operations.saga.some-over')
            : undefined,
      each: ({ service, id }) =>
        answered(api.POST('/api/v1/operations/{service}/sagas/{id}/retry', { params: { path: { service, id } } })),
    },
  ];
  return (
    <div className={css['page'] ?? ''}>
      <Outboxes />
      <ListPage list={sagasList} bulk={bulk} />
    </div>
  );
}
