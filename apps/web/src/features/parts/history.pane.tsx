import { answered, type Schema } from '@navette/api-client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useLive } from '../../shared/api/live.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { ORIGIN_PAGES } from '../../shared/trade/movement-origins.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { Part } from './part-values.js';

const LIVE = ['stock', 'goods-receipt'];

type Moved = Schema<'PartStatistics'>['months'][number];
interface Month extends Moved {
  readonly repairsRevenue: string;
  readonly ordersRevenue: string;
}

/** Months in which something moved or was invoiced, the latest first. */
function monthsOf(moved: readonly Moved[], invoiced: Schema<'ItemRevenue'>['months']): readonly Month[] {
  const none = { bought: '0', boughtValue: '0', repairs: '0', customerOrders: '0' };
  const names = [...new Set([...moved, ...invoiced].map(({ month }) => month))].sort().reverse();
  return names.map((month) => {
    const revenue = invoiced.find((one) => one.month === month);
    return {
      ...(moved.find((one) => one.month === month) ?? { ...none, month }),
      repairsRevenue: revenue?.repairs ?? '0',
      ordersRevenue: revenue?.customerOrders ?? '0',
    };
  });
}

/** ST-2, ST-10: what moved, and what was bought and used by month. */
export default function HistoryPane({ part }: { readonly part: Part }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const path = { id: part.id };
  const statistics = useRelated(['statistics', part.id], LIVE, true, async () => {
    return (await answered(api.GET('/api/v1/parts/{id}/statistics', { params: { path } }))).data;
  });
  const mayReadRevenue = useMay()('billing:document.read');
  const revenue = useRelated(['revenue', part.reference], ['document'], mayReadRevenue, async () => {
    const query = { reference: part.reference };
    return (await answered(api.GET('/api/v1/documents/revenue', { params: { query } }))).data;
  });
  const moved = useInfiniteQuery({
    queryKey: ['record', 'movements', part.id],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam !== '' && { cursor: pageParam }) };
      return (await answered(api.GET('/api/v1/parts/{id}/movements', { signal, params: { path, query } }))).data;
    },
    getNextPageParam: ({ nextCursor }) => nextCursor || undefined,
  });
  const again = useCoalesced(() => void moved.refetch());
  useLive(LIVE, again);
  const quantity = (amount: string) => (Number(amount) === 0 ? '' : formats.quantity(amount));
  const money = (amount: string) => (Number(amount) === 0 ? '' : formats.money(amount));
  const revenueColumn = (id: 'repairsRevenue' | 'ordersRevenue') => ({
    id,
    title: t('parts.statistics.revenue'),
    isNumber: true,
    cell: (line: Month) => money(line[id]),
  });
  return (
    <>
      <Section title={t('parts.statistics')}>
        <LineTable
          label={t('parts.statistics')}
          lines={monthsOf(statistics?.months ?? [], revenue?.months ?? [])}
          idOf={({ month }) => month}
          empty={t('parts.statistics.none')}
          columns={[
            {
              id: 'month',
              title: t('parts.statistics.month'),
              cell: ({ month }) => `${month.slice(5)}/${month.slice(0, 4)}`,
            },
            {
              id: 'bought',
              title: t('parts.statistics.bought'),
              isNumber: true,
              cell: ({ bought }) => quantity(bought),
            },
            {
              id: 'value',
              title: t('parts.statistics.bought-value'),
              isNumber: true,
              cell: ({ boughtValue }) => money(boughtValue),
            },
            {
              id: 'repairs',
              title: t('parts.statistics.repairs'),
              isNumber: true,
              cell: ({ repairs }) => quantity(repairs),
            },
            ...(mayReadRevenue ? [revenueColumn('repairsRevenue')] : []),
            {
              id: 'orders',
              title: t('parts.statistics.orders'),
              isNumber: true,
              cell: ({ customerOrders }) => quantity(customerOrders),
            },
            ...(mayReadRevenue ? [revenueColumn('ordersRevenue')] : []),
          ]}
        />
      </Section>
      <Section title={t('parts.movements')}>
        <ProblemBox error={moved.error} onRetry={() => void moved.refetch()} />
        <LineTable
          label={t('parts.movements')}
          lines={moved.data?.pages.flatMap(({ movements }) => movements) ?? []}
          idOf={({ sequence }) => sequence}
          empty={moved.isLoading ? '…' : t('parts.movements.none')}
          columns={[
            { id: 'when', title: t('parts.movements.when'), cell: ({ occurredAt }) => formats.instant(occurredAt) },
            { id: 'kind', title: t('parts.movements.kind'), cell: ({ kind }) => t(`parts.movement.${kind}`) },
            {
              id: 'origin',
              title: t('parts.movements.origin'),
              cell: ({ originKind, originId, originNumber, reason }) =>
                ORIGIN_PAGES[originKind] === undefined ? (
                  reason
                ) : (
                  <>
                    <PageLink href={`/${ORIGIN_PAGES[originKind]}/${originId}`} className="reference">
                      {originNumber}
                    </PageLink>
                    {originKind === 'stock_note' && reason !== '' && ` · ${reason}`}
                  </>
                ),
            },
            {
              id: 'place',
              title: t('parts.places.place'),
              cell: ({ placeCode }) => placeCode || t('parts.places.depot'),
            },
            {
              id: 'quantity',
              title: t('parts.movements.quantity'),
              isNumber: true,
              cell: (line) => quantity(line.quantity),
            },
            { id: 'value', title: t('parts.value'), isNumber: true, cell: ({ value }) => formats.money(value) },
            {
              id: 'after',
              title: t('parts.on-hand'),
              isNumber: true,
              cell: ({ onHandAfter }) => formats.quantity(onHandAfter),
            },
          ]}
        />
        {moved.hasNextPage && (
          <Button kind="quiet" isDisabled={moved.isFetchingNextPage} onPress={() => void moved.fetchNextPage()}>
            {t('parts.movements.more')}
          </Button>
        )}
      </Section>
    </>
  );
}
