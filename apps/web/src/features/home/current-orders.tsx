import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import { Card, Rows } from './card.js';

const TONES = { sent: 'progress', acknowledged: 'progress', partially_received: 'waiting' } as const;
const STATES = Object.keys(TONES) as (keyof typeof TONES)[];

/** WE-1: the orders under way; each opens in a tab. */
export function CurrentOrders() {
  const t = useText();
  const api = useApi();
  const formats = useFormats();
  const may = useMay()('stock:supplier-order.read');
  const { data, error, refetch } = useQuery({
    queryKey: ['home', 'orders'],
    enabled: may,
    queryFn: async ({ signal }) => {
      const query = { 'filter[state][in]': STATES.join(), limit: 6 };
      return (await answered(api.GET('/api/v1/supplier-orders', { signal, params: { query } }))).data.orders;
    },
  });
  useLive(['supplier-order'], () => void refetch());
  if (!may) return null;
  return (
    <Card title={t('home.orders')} more="/supplier-orders">
      <Rows rows={data} error={error} onRetry={() => void refetch()} empty={t('home.orders.none')}>
        {({ id, number, state, placedAt }) => (
          <>
            <PageLink href={`/supplier-orders/${id}`}>{number}</PageLink>
            <time dateTime={placedAt} title={formats.instant(placedAt)}>
              {formats.ago(placedAt)}
            </time>
            <StateChip tone={TONES[state as keyof typeof TONES]}>{t(`home.order.${state}`)}</StateChip>
          </>
        )}
      </Rows>
    </Card>
  );
}
