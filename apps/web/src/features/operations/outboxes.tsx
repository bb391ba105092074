import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../shared/api/session.js';
import { SERVICES } from '../../shared/api/services.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import css from './operations.module.css';
import { LOOK_MS } from './use-look.js';

/** WE-9: what services have not told each other yet, and which of them do not answer. */
export function Outboxes() {
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
