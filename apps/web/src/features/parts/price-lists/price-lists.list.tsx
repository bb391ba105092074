import { answered } from '@navette/api-client';
import type { Show } from '../../../shared/kit/list/list-definition.js';
import { edgeQuery } from '../../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../../shared/kit/list/list-definition.js';
import { StateChip } from '../../../shared/ui/state-chip.js';
import { isWorking, listTone, type PriceList } from './price-list.js';

const FILTERS = { state: 'eq' } as const;

/** What is to be said of how far a list is. */
function progressOf(one: PriceList, { t }: Show): string {
  if (isWorking(one)) return t('price-lists.done-of', { done: one.done, total: one.total });
  return one.counts === undefined ? '' : t('price-lists.lines-of', { count: one.counts.lines, bad: one.counts.bad });
}

/** ST-6: the price lists of the station, the latest first; what goes on by itself is found again here (WE-11). */
export const priceListsList: ListDefinition<PriceList> = {
  id: 'price-lists',
  title: 'price-lists.list',
  empty: 'price-lists.list.empty',
  href: ({ id }) => `/price-lists/${id}`,
  live: ['price-list'],
  columns: [
    {
      id: 'fileName',
      title: 'price-lists.file',
      width: 320,
      cell: ({ fileName }) => fileName,
      value: ({ fileName }) => fileName,
    },
    {
      id: 'state',
      title: 'price-lists.state',
      filter: {
        kind: 'choice',
        choices: Object.keys(listTone).map((id) => ({ id, title: `price-lists.state.${id}` })),
      },
      width: 200,
      cell: ({ state }, { t }) => <StateChip tone={listTone[state]}>{t(`price-lists.state.${state}`)}</StateChip>,
      value: ({ state }, { t }) => t(`price-lists.state.${state}`),
    },
    { id: 'progress', title: 'price-lists.progress', width: 240, cell: progressOf, value: progressOf },
    {
      id: 'createdAt',
      title: 'price-lists.created',
      sort: 'createdAt',
      width: 180,
      cell: ({ createdAt }, { formats }) => formats.instant(createdAt),
      value: ({ createdAt }, { formats }) => formats.instant(createdAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/price-lists', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    return { rows: data.priceLists, nextCursor: data.nextCursor };
  },
};
