import { answered, type Api, type Schema } from '@navette/api-client';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import type { ListQuery } from '../../shared/kit/list/list-query.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';
import { SAGA_SERVICES, type SagaService } from '../../shared/api/services.js';

type Saga = Schema<'Saga'>;
export type SagaRow = Saga & { readonly service: SagaService; readonly version: string };

export const sagaTone: Readonly<Record<Saga['status'], Tone>> = {
  running: 'progress',
  done: 'done',
  compensated: 'draft',
  needs_operator: 'late',
};
const STATUSES = ['needs_operator', 'running', 'done', 'compensated'] as const;
const TYPES = ['mission-to-file', 'order-receipt-to-allocation', 'file-to-invoice'] as const;
/** Most of each service: who looks for older ones asks for a status. */
const MOST = 200;

/** WE-9: exchanges between services, the latest first; those that call a person are asked for by their status. */
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
      width: 240,
      cell: ({ type, id }, { t }) => t(`operations.saga.of.${type}`, { id }),
      value: ({ type }) => type,
    },
    {
      id: 'status',
      title: 'operations.saga.status',
      filter: { kind: 'choice', choices: STATUSES.map((id) => ({ id, title: `operations.saga.status.${id}` })) },
      width: 190,
      cell: ({ status }, { t }) => (
        <StateChip tone={sagaTone[status]}>{t(`operations.saga.status.${status}`)}</StateChip>
      ),
      value: ({ status }, { t }) => t(`operations.saga.status.${status}`),
    },
    { id: 'state', title: 'operations.saga.step', width: 170, cell: ({ state }) => state, value: ({ state }) => state },
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
      width: 200,
      cell: ({ problem }) => problem,
      value: ({ problem }) => problem,
    },
    {
      id: 'updatedAt',
      title: 'operations.saga.updated',
      width: 160,
      cell: ({ updatedAt }, { formats }) => formats.instant(updatedAt),
      value: ({ updatedAt }, { formats }) => formats.instant(updatedAt),
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
    const asked = SAGA_SERVICES.filter((service) =>
      [undefined, service].includes(query.filters['service'] as undefined),
    );
    const found = await Promise.all(asked.map((service) => sagasOf(api, service, query, signal)));
    const rows = found.flat().sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
    return { rows, nextCursor: '' };
  },
};

async function sagasOf(
  api: Api,
  service: SagaService,
  { filters }: ListQuery,
  signal: AbortSignal,
): Promise<SagaRow[]> {
  const status = STATUSES.find((one) => one === filters['status']);
  const type = TYPES.find((one) => one === filters['type']);
  const { data } = await answered(
    api.GET('/api/v1/operations/{service}/sagas', {
      signal,
      params: {
        path: { service },
        query: { limit: MOST, ...(status !== undefined && { status }), ...(type !== undefined && { type }) },
      },
    }),
  );
  return data.sagas.map((saga) => ({ ...saga, service, version: `${saga.updatedAt} ${saga.status}` }));
}
