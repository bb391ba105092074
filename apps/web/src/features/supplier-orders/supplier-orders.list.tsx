import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { supplierOrderTone } from '../../shared/trade/tones.js';
import { StateChip } from '../../shared/ui/state-chip.js';

export type SupplierOrder = Schema<'SupplierOrder'>;

const FILTERS = { number: 'prefix', state: 'eq', placedAt: 'period' } as const;
const STATES = ['draft', 'sent', 'acknowledged', 'partially_received', 'received', 'closed', 'cancelled'] as const;

/** ST-22: what was ordered of suppliers, the latest first. */
export const supplierOrdersList: ListDefinition<SupplierOrder & { readonly supplier: string }> = {
  id: 'supplier-orders',
  title: 'orders.list',
  empty: 'orders.list.empty',
  href: ({ id }) => `/supplier-orders/${id}`,
  live: ['supplier-order', 'goods-receipt'],
  columns: [
    {
      id: 'number',
      title: 'orders.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 190,
      cell: (order) => <span className="reference">{order.number}</span>,
      value: (order) => order.number,
    },
    {
      id: 'state',
      title: 'orders.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `orders.state.${id}` })) },
      width: 190,
      cell: (order, { t }) => (
        <StateChip tone={supplierOrderTone[order.state]}>{t(`orders.state.${order.state}`)}</StateChip>
      ),
      value: (order, { t }) => t(`orders.state.${order.state}`),
    },
    {
      id: 'supplier',
      title: 'orders.supplier',
      width: 260,
      cell: (order) => order.supplier,
      value: (order) => order.supplier,
    },
    {
      id: 'placedAt',
      title: 'orders.placed',
      sort: 'placedAt',
      filter: { kind: 'period' },
      width: 160,
      cell: (order, { formats }) => formats.instant(order.placedAt),
      value: (order, { formats }) => formats.instant(order.placedAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/supplier-orders', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    const names = await partyNames(api, data.orders.map(({ supplierPartyId }) => supplierPartyId), signal); // prettier-ignore
    return {
      rows: data.orders.map((order) => ({ ...order, supplier: names.get(order.supplierPartyId) ?? '' })),
      nextCursor: data.nextCursor,
    };
  },
};
