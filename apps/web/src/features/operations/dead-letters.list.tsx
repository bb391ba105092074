import { answered, type Api, type Schema } from '@navette/api-client';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import type { ListQuery } from '../../shared/kit/list/list-query.js';
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
const MOST = 200;

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
      width: 300,
      cell: ({ messageType }) => <span className="reference">{messageType}</span>,
      value: ({ messageType }) => messageType,
    },
    {
      id: 'state',
      title: 'operations.letter.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `operations.letter.state.${id}` })) },
      width: 140,
      cell: ({ state }, { t }) => (
        <StateChip tone={letterTone[state]}>{t(`operations.letter.state.${state}`)}</StateChip>
      ),
      value: ({ state }, { t }) => t(`operations.letter.state.${state}`),
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
      width: 220,
      cell: ({ consumer }) => <span className="reference">{consumer}</span>,
      value: ({ consumer }) => consumer,
    },
    {
      id: 'error',
      title: 'operations.letter.error',
      width: 300,
      cell: ({ error }) => error,
      value: ({ error }) => error,
    },
    {
      id: 'createdAt',
      title: 'operations.letter.created',
      width: 150,
      cell: ({ createdAt }, { formats }) => formats.instant(createdAt),
      value: ({ createdAt }, { formats }) => formats.instant(createdAt),
    },
  ],
  load: async (api, query, signal) => {
    const { service } = query.filters;
    const asked = SERVICES.filter((one) => service === undefined || one === service);
    const found = await Promise.all(asked.map((one) => lettersOf(api, one, query, signal)));
    const rows = found.flat().sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    return { rows, nextCursor: '' };
  },
};

async function lettersOf(
  api: Api,
  service: Service,
  { filters }: ListQuery,
  signal: AbortSignal,
): Promise<DeadLetterRow[]> {
  const state = STATES.find((one) => one === filters['state']);
  const { data } = await answered(
    api.GET('/api/v1/operations/{service}/dead-letters', {
      signal,
      params: { path: { service }, query: { limit: MOST, ...(state !== undefined && { state }) } },
    }),
  );
  return data.deadLetters.map((letter) => ({ ...letter, service, version: letter.state }));
}
