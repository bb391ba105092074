import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { readyAtDepot } from '../../shared/trade/elsewhere.js';
import { customerOrderTone } from '../../shared/trade/tones.js';
import { StateChip } from '../../shared/ui/state-chip.js';

type PreparedPart = Schema<'PreparedPart'>;
export type Delivery = Schema<'CustomerOrder'> & {
  readonly customer: string;
  readonly parts: readonly PreparedPart[];
};

const TYPES = ['delivery', 'e_shop'] as const;
const STATES = ['ready', 'ready_partial'] as const;
/** What can leave, as long as nobody narrows it down. */
const READY = { type: TYPES.join(','), state: STATES.join(',') };
const FILTERS = { number: 'prefix', type: 'in', state: 'in' } as const;

const isReady = ({ ready }: PreparedPart) => Number(ready) > 0;
const isMissing = ({ missing }: PreparedPart) => Number(missing) > 0;
const places = (parts: readonly PreparedPart[], quantity: (text: string) => string) =>
  parts
    .filter(isReady)
    .flatMap((part) => [
      ...(readyAtDepot(part) === '' ? [] : [[part.locationCode, readyAtDepot(part), part.reference] as const]),
      // What lies in a van is fetched there (ST-11).
      ...part.elsewhere.map((there) => [there.code, there.quantity, part.reference] as const),
    ])
    .map(([place, ready, reference]) =>
      [place, `${quantity(ready)} × ${reference}`].filter((text) => text !== '').join(' · '),
    )
    .join(', ');
const lacks = (parts: readonly PreparedPart[], quantity: (text: string) => string) =>
  parts
    .filter(isMissing)
    .map(({ missing, reference }) => `${quantity(missing)} × ${reference}`)
    .join(', ');

/** ST-16: orders that leave with a note and have parts ready, and where these lie. */
export const deliveriesList: ListDefinition<Delivery> = {
  id: 'deliveries',
  title: 'preparation.deliveries',
  empty: 'preparation.deliveries.empty',
  href: ({ id }) => `/customer-orders/${id}`,
  live: ['customer-order', 'need'],
  columns: [
    {
      id: 'number',
      title: 'sales.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 175,
      cell: (order) => <span className="reference">{order.number}</span>,
      value: (order) => order.number,
    },
    {
      id: 'state',
      title: 'sales.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `sales.state.${id}` })) },
      width: 160,
      cell: ({ slipInProgress, state }, { t }) =>
        slipInProgress ? (
          <StateChip tone="progress">{t('preparation.slip-in-progress')}</StateChip>
        ) : (
          <StateChip tone={customerOrderTone[state]}>{t(`sales.state.${state}`)}</StateChip>
        ),
      value: ({ slipInProgress, state }, { t }) =>
        slipInProgress ? t('preparation.slip-in-progress') : t(`sales.state.${state}`),
    },
    {
      id: 'type',
      title: 'sales.type',
      filter: { kind: 'choice', choices: TYPES.map((id) => ({ id, title: `sales.type.${id}` })) },
      width: 120,
      cell: (order, { t }) => t(`sales.type.${order.type}`),
      value: (order, { t }) => t(`sales.type.${order.type}`),
    },
    {
      id: 'customer',
      title: 'sales.customer',
      width: 190,
      cell: (order) => order.customer,
      value: (order) => order.customer,
    },
    {
      id: 'parts',
      title: 'preparation.parts',
      width: 300,
      cell: (order, { formats }) => places(order.parts, formats.quantity),
      value: (order, { formats }) => places(order.parts, formats.quantity),
    },
    {
      id: 'missing',
      title: 'preparation.missing',
      width: 180,
      cell: (order, { formats }) => lacks(order.parts, formats.quantity),
      value: (order, { formats }) => lacks(order.parts, formats.quantity),
    },
    {
      id: 'placedAt',
      title: 'sales.placed',
      sort: 'placedAt',
      width: 140,
      cell: (order, { formats }) => formats.instant(order.placedAt),
      value: (order, { formats }) => formats.instant(order.placedAt),
    },
  ],
  load: async (api, query, signal) => {
    const asked = { ...query, filters: { ...READY, ...query.filters } };
    const { data } = await answered(
      api.GET('/api/v1/customer-orders', { signal, params: { query: edgeQuery(asked, FILTERS) } }),
    );
    const { orders, nextCursor } = data;
    if (orders.length === 0) return { rows: [], nextCursor };
    const originIds = orders.map(({ id }) => id).join(',');
    const [names, prepared] = await Promise.all([
      partyNames(api, orders.map(({ customerPartyId }) => customerPartyId), signal), // prettier-ignore
      answered(api.GET('/api/v1/preparation/parts', { signal, params: { query: { originIds } } })),
    ]);
    return {
      rows: orders.map((order) => ({
        ...order,
        customer: names.get(order.customerPartyId) ?? '',
        parts: prepared.data.parts.filter(({ originId }) => originId === order.id),
      })),
      nextCursor,
    };
  },
};
