import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { missionOrderTone } from '../../shared/trade/tones.js';
import { StateChip } from '../../shared/ui/state-chip.js';

export type MissionOrder = Schema<'StationMissionOrder'>;

const FILTERS = { externalNumber: 'prefix', number: 'prefix', state: 'eq', receivedAt: 'period' } as const;
const STATES = ['received', 'accepted', 'converted', 'refused', 'expired', 'withdrawn'] as const;

export const consumerOf = ({ consumer }: MissionOrder): string =>
  [consumer.name, consumer.firstName].filter(Boolean).join(' ');
export const applianceOf = ({ product }: MissionOrder): string =>
  [product?.category, product?.brand, product?.commercialReference].filter(Boolean).join(' ');

/** IN-1: what manufacturers asked for, the latest first. */
export const missionOrdersList: ListDefinition<MissionOrder> = {
  id: 'mission-orders',
  title: 'missions.list',
  empty: 'missions.list.empty',
  href: ({ id }) => `/mission-orders/${id}`,
  live: ['mission-order'],
  columns: [
    {
      id: 'externalNumber',
      title: 'missions.external-number',
      sort: 'externalNumber',
      filter: { kind: 'text' },
      width: 160,
      cell: (order) => <span className="reference">{order.externalNumber}</span>,
      value: (order) => order.externalNumber,
    },
    {
      id: 'state',
      title: 'missions.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `missions.state.${id}` })) },
      width: 150,
      cell: (order, { t }) => (
        <StateChip tone={missionOrderTone[order.state]}>{t(`missions.state.${order.state}`)}</StateChip>
      ),
      value: (order, { t }) => t(`missions.state.${order.state}`),
    },
    {
      id: 'sender',
      title: 'missions.sender',
      width: 110,
      cell: ({ clientId }) => clientId,
      value: ({ clientId }) => clientId,
    },
    { id: 'consumer', title: 'missions.consumer', width: 150, cell: consumerOf, value: consumerOf },
    {
      id: 'city',
      title: 'missions.city',
      width: 100,
      cell: ({ consumer }) => consumer.address.city,
      value: ({ consumer }) => consumer.address.city,
    },
    { id: 'product', title: 'missions.product', width: 160, cell: applianceOf, value: applianceOf },
    {
      id: 'warranty',
      title: 'missions.warranty',
      width: 130,
      cell: (order, { t }) =>
        order.underWarranty && <StateChip tone="warranty">{t('missions.under-warranty')}</StateChip>,
      value: (order, { t }) => (order.underWarranty ? t('missions.under-warranty') : ''),
    },
    {
      id: 'receivedAt',
      title: 'missions.received',
      sort: 'receivedAt',
      filter: { kind: 'period' },
      width: 150,
      cell: (order, { formats }) => formats.instant(order.receivedAt),
      value: (order, { formats }) => formats.instant(order.receivedAt),
    },
    {
      id: 'expiresAt',
      title: 'missions.expires',
      sort: 'expiresAt',
      width: 140,
      cell: (order, { formats }) => (order.state === 'received' ? formats.instant(order.expiresAt) : ''),
      value: (order, { formats }) => formats.instant(order.expiresAt),
    },
    {
      id: 'number',
      title: 'missions.number',
      sort: 'number',
      filter: { kind: 'text' },
      isExtra: true,
      width: 170,
      cell: (order) => <span className="reference">{order.number}</span>,
      value: (order) => order.number,
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/mission-orders', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    return { rows: data.missionOrders, nextCursor: data.nextCursor };
  },
};
