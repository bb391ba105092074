import { answered, type Schema } from '@navette/api-client';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';
import { SAGA_SERVICES, type Service } from '../../shared/api/services.js';

type Saga = Schema<'Saga'>;
export type SagaRow = Saga & { readonly service: Service; readonly version: string };

export const sagaTone: Readonly<Record<Saga['status'], Tone>> = {
  running: 'progress',
  done: 'done',
  compensated: 'draft',
  needs_operator: 'late',
};
const STATUSES = ['needs_operator', 'running', 'done', 'compensated'] as const;
const TYPES = [
  'mission-to-file',
  'order-receipt-to-allocation',
  'file-to-invoice',
  'delivery-slip',
  'station-transfer',
] as const;
const FILTERS = { type: 'eq', status: 'eq', service: 'eq', startedAt: 'period', updatedAt: 'period' };

export const isOver = ({ status }: Saga): boolean => status === 'done' || status === 'compensated';

/** WE-9: exchanges between services, the latest begun first; those that call a person are asked for by their status. */
export const sagasList: ListDefinition<SagaRow> = {
  id: 'sagas',
  title: 'operations.sagas',
  empty: 'operations.sagas.empty',
  href: ({ service, id }) => `/operations/sagas/${service}/${id}`,
  live: [
    'goods-receipt',
    'intervention-file',
    'mission-order',
    'need',
    'document',
    'customer-order',
    'party',
    'supplier-order',
  ],
  columns: [
    {
      id: 'type',
      title: 'operations.saga.type',
      filter: { kind: 'choice', choices: TYPES.map((id) => ({ id, title: `operations.saga.of.${id}` })) },
      width: 220,
      cell: ({ type, id }, { t }) => t(`operations.saga.of.${type}`, { id }),
      value: ({ type }) => type,
    },
    {
      id: 'status',
      title: 'operations.saga.status',
      filter: { kind: 'choice', choices: STATUSES.map((id) => ({ id, title: `operations.saga.status.${id}` })) },
      width: 160,
      cell: ({ status }, { t }) => (
        <StateChip tone={sagaTone[status]}>{t(`operations.saga.status.${status}`)}</StateChip>
      ),
      value: ({ status }, { t }) => t(`operations.saga.status.${status}`),
    },
    {
      id: 'startedAt',
      title: 'operations.saga.started',
      sort: 'startedAt',
      filter: { kind: 'period' },
      width: 150,
      cell: ({ startedAt }, { formats }) => formats.instant(startedAt),
      value: ({ startedAt }, { formats }) => formats.instant(startedAt),
    },
    {
      id: 'updatedAt',
      title: 'operations.saga.updated',
      sort: 'updatedAt',
      filter: { kind: 'period' },
      width: 150,
      cell: ({ updatedAt }, { formats }) => formats.instant(updatedAt),
      value: ({ updatedAt }, { formats }) => formats.instant(updatedAt),
    },
    { id: 'state', title: 'operations.saga.step', width: 150, cell: ({ state }) => state, value: ({ state }) => state },
    {
      id: 'service',
      title: 'operations.service',
      filter: { kind: 'choice', choices: SAGA_SERVICES.map((id) => ({ id, title: `trade.service.${id}` })) },
      width: 140,
      cell: ({ service }, { t }) => t(`trade.service.${service}`),
      value: ({ service }) => service,
    },
    {
      id: 'problem',
      title: 'operations.saga.problem',
      width: 220,
      cell: ({ problem }) => problem,
      value: ({ problem }) => problem,
    },
    {
      id: 'correlationKey',
      title: 'operations.saga.about',
      isExtra: true,
      width: 300,
      cell: ({ correlationKey }) => <span className="reference">{correlationKey}</span>,
      value: ({ correlationKey }) => correlationKey,
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/operations/sagas', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    const rows = data.sagas.map((saga) => ({ ...saga, version: `${saga.updatedAt} ${saga.status}` }));
    return { rows, nextCursor: data.nextCursor };
  },
};
