import { answered, type Schema } from '@navette/api-client';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';
import { SERVICES, type Service } from '../../shared/api/services.js';

type DeadLetter = Schema<'DeadLetter'>;
export type DeadLetterRow = DeadLetter & { readonly service: Service; readonly version: string };

export const letterTone: Readonly<Record<DeadLetter['state'], Tone>> = {
  open: 'late',
  replayed: 'done',
  resolved: 'draft',
};
const STATES = ['open', 'replayed', 'resolved'] as const;
const FILTERS = { state: 'eq', service: 'eq', createdAt: 'period' };

/** WE-9: messages that could not be handled: open ones unless others are asked for. */
export const deadLettersList: ListDefinition<DeadLetterRow> = {
  id: 'dead-letters',
  title: 'operations.letters',
  empty: 'operations.letters.empty',
  href: ({ service, id }) => `/operations/dead-letters/${service}/${id}`,
  columns: [
    {
      id: 'messageType',
      title: 'operations.letter.message',
      width: 270,
      cell: ({ messageType }) => <span className="reference">{messageType}</span>,
      value: ({ messageType }) => messageType,
    },
    {
      id: 'state',
      title: 'operations.letter.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `operations.letter.state.${id}` })) },
      width: 150,
      cell: ({ state }, { t }) => (
        <StateChip tone={letterTone[state]}>{t(`operations.letter.state.${state}`)}</StateChip>
      ),
      value: ({ state }, { t }) => t(`operations.letter.state.${state}`),
    },
    {
      id: 'createdAt',
      title: 'operations.letter.created',
      sort: 'createdAt',
      filter: { kind: 'period' },
      width: 150,
      cell: ({ createdAt }, { formats }) => formats.instant(createdAt),
      value: ({ createdAt }, { formats }) => formats.instant(createdAt),
    },
    {
      id: 'service',
      title: 'operations.service',
      filter: { kind: 'choice', choices: SERVICES.map((id) => ({ id, title: `trade.service.${id}` })) },
      width: 140,
      cell: ({ service }, { t }) => t(`trade.service.${service}`),
      value: ({ service }) => service,
    },
    {
      id: 'consumer',
      title: 'operations.letter.consumer',
      width: 260,
      cell: ({ consumer }) => <span className="reference">{consumer}</span>,
      value: ({ consumer }) => consumer,
    },
    {
      id: 'error',
      title: 'operations.letter.error',
      width: 320,
      cell: ({ error }) => error,
      value: ({ error }) => error,
    },
  ],
  load: async (api, query, signal) => {
    const filters = { state: 'open', ...query.filters };
    const { data } = await answered(
      api.GET('/api/v1/operations/dead-letters', {
        signal,
        params: { query: edgeQuery({ ...query, filters }, FILTERS) },
      }),
    );
    const rows = data.deadLetters.map((letter) => ({ ...letter, version: letter.state }));
    return { rows, nextCursor: data.nextCursor };
  },
};
