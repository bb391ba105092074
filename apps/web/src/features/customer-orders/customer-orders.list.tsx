import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { customerOrderTone } from '../../shared/trade/tones.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { TYPES } from './order-types.js';

export type CustomerOrder = Schema<'CustomerOrder'>;

const FILTERS = { state: 'eq', type: 'eq', placedAt: 'period' } as const;
const STATES = ['waiting', 'ready_partial', 'ready', 'validated', 'exhausted', 'cancelled'] as const;

/** BI-46: what customers ordered, the latest first. */
export const customerOrdersList: ListDefinition<CustomerOrder & { readonly customer: string }> = {
  id: 'customer-orders',
  title: 'sales.list',
  empty: 'sales.list.empty',
  href: ({ id }) => `/customer-orders/${id}`,
  live: ['customer-order'],
  columns: [
    {
      id: 'number',
      title: 'sales.number',
      sort: 'number',
      width: 190,
      cell: (order) => <span className="reference">{order.number}</span>,
      value: (order) => order.number,
    },
    {
      id: 'state',
      title: 'sales.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `sales.state.${id}` })) },
      width: 200,
      cell: (order, { t }) => (
        <StateChip tone={customerOrderTone[order.state]}>{t(`sales.state.${order.state}`)}</StateChip>
      ),
      value: (order, { t }) => t(`sales.state.${order.state}`),
    },
    {
      id: 'type',
      title: 'sales.type',
      filter: { kind: 'choice', choices: TYPES.map((id) => ({ id, title: `sales.type.${id}` })) },
      width: 130,
      cell: (order, { t }) => t(`sales.type.${order.type}`),
      value: (order, { t }) => t(`sales.type.${order.type}`),
    },
    {
      id: 'customer',
      title: 'sales.customer',
      width: 240,
      cell: (order) => order.customer,
      value: (order) => order.customer,
    },
    {
      id: 'lines',
      title: 'sales.lines',
      width: 260,
      cell: (order) => order.lines.map(({ designation }) => designation).join(', '),
      value: (order) => order.lines.map(({ reference }) => reference).join(', '),
    },
    {
      id: 'placedAt',
      title: 'sales.placed',
      sort: 'placedAt',
      filter: { kind: 'period' },
      width: 150,
      cell: (order, { formats }) => formats.instant(order.placedAt),
      value: (order, { formats }) => formats.instant(order.placedAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/customer-orders', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    const names = await partyNames(api, data.orders.map(({ customerPartyId }) => customerPartyId), signal); // prettier-ignore
    return {
      rows: data.orders.map((order) => ({ ...order, customer: names.get(order.customerPartyId) ?? '' })),
      nextCursor: data.nextCursor,
    };
  },
};
