import { answered } from '@navette/api-client';
import { RotateCw } from 'lucide-react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { BulkAction } from '../../shared/kit/list/list-definition.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { deadLettersList, type DeadLetterRow } from './dead-letters.list.js';
import css from './operations.module.css';
import { Outboxes } from './outboxes.js';
import { useLook } from './use-look.js';

const isOpen = ({ state }: DeadLetterRow) => state === 'open';

/** WE-9: messages that could not be handled; those that are open are handled once more, one or many. */
export default function DeadLettersPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  useLook('dead-letters', isOpen);
  const bulk: BulkAction<DeadLetterRow>[] = [
    {
      id: 'letter.retry-selected',
      title: t('operations.do.replay'),
      icon: RotateCw,
      notNow: (rows) =>
        !may('operations:dead-letter.retry')
          ? t('operations.may-not')
          : rows.every(isOpen)
            ? undefined
            : t('operations.letter.some-closed'),
      each: ({ service, id }) =>
        answered(
          api.POST('/api/v1/operations/{service}/dead-letters/{id}/retry', { params: { path: { service, id } } }),
        ),
    },
  ];
  return (
    <div className={css['page'] ?? ''}>
      <Outboxes />
      <ListPage list={deadLettersList} bulk={bulk} />
    </div>
  );
}
