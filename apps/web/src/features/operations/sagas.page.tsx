import { answered } from '@navette/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import css from './operations.module.css';
import { sagasList } from './sagas.list.js';
import { SERVICES } from '../../shared/api/services.js';

/** No event tells of a saga's steps or of what waits in an outbox: while the page is in front it asks. */
const LOOK_MS = 2_000;

/** WE-9: every running or failed saga, and what services have not told each other yet. */
export default function SagasPage() {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['list', 'sagas'] }), LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [client]);
  return (
    <div className={css['page'] ?? ''}>
      <Outboxes />
      <ListPage list={sagasList} />
    </div>
  );
}

function Outboxes() {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['outboxes'],
    refetchInterval: LOOK_MS,
    queryFn: () =>
      Promise.all(
        SERVICES.map(async (service) => ({
          service,
          // A service that is away has an outbox that nobody can look into.
          outbox: await answered(
            api.GET('/api/v1/operations/{service}/outbox', { params: { path: { service } } }),
          ).then(
            ({ data: outbox }) => outbox,
            () => undefined,
          ),
        })),
      ),
  });
  return (
    <section className={css['outboxes'] ?? ''} aria-label={t('operations.outbox')}>
      <h2>{t('operations.outbox')}</h2>
      <ul>
        {data?.map(({ service, outbox }) => (
          <li key={service}>
            <span>{t(`trade.service.${service}`)}</span>
            {outbox === undefined ? (
              <StateChip tone="late">{t('operations.outbox.away')}</StateChip>
            ) : outbox.parked > 0 ? (
              <StateChip tone="late">{t('operations.outbox.parked', { count: outbox.parked })}</StateChip>
            ) : outbox.unpublished > 0 ? (
              <StateChip tone="waiting">
                {t('operations.outbox.waiting', { count: outbox.unpublished, since: formats.ago(outbox.oldestAt) })}
              </StateChip>
            ) : (
              <StateChip tone="done">{t('operations.outbox.none')}</StateChip>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
