import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';

export type Transfer = Schema<'StationTransfer'>;

const transferTone: Readonly<Record<Transfer['state'], Tone>> = {
  requested: 'waiting',
  accepted: 'progress',
  issued: 'progress',
  received: 'done',
  cancelling: 'waiting',
  refused: 'late',
  cancelled: 'draft',
};

/** What its state is called, and the colour: some of what was asked still has to be looked for elsewhere. */
export function transferState({ asked, quantity, state }: Transfer): { readonly tone: Tone; readonly text: string } {
  if (state === 'accepted' && asked !== quantity) return { tone: 'waiting', text: 'transfers.state.partly' };
  return { tone: transferTone[state], text: `transfers.state.${state}` };
}

const FILTERS = { number: 'prefix', side: 'eq', state: 'eq', requestedAt: 'period' } as const;
const STATES = ['requested', 'accepted', 'issued', 'received', 'refused', 'cancelling', 'cancelled'] as const;
const SIDES = ['incoming', 'outgoing'] as const;

/** ST-15: what was asked of sister stations and what they ask, the latest first. */
export const transfersList: ListDefinition<Transfer> = {
  id: 'station-transfers',
  title: 'transfers.list',
  empty: 'transfers.list.empty',
  href: ({ id }) => `/transfers/${id}`,
  live: ['station-transfer'],
  columns: [
    {
      id: 'number',
      title: 'transfers.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 170,
      cell: ({ number }) => <span className="reference">{number}</span>,
      value: ({ number }) => number,
    },
    {
      id: 'side',
      title: 'transfers.side',
      filter: { kind: 'choice', choices: SIDES.map((id) => ({ id, title: `transfers.side.${id}` })) },
      width: 105,
      cell: ({ side }, { t }) => t(`transfers.side.${side}`),
      value: ({ side }, { t }) => t(`transfers.side.${side}`),
    },
    {
      id: 'state',
      title: 'transfers.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `transfers.state.${id}` })) },
      width: 165,
      cell: (transfer, { t }) => {
        const { text, tone } = transferState(transfer);
        return <StateChip tone={tone}>{t(text)}</StateChip>;
      },
      value: (transfer, { t }) => t(transferState(transfer).text),
    },
    {
      id: 'station',
      title: 'transfers.station',
      width: 160,
      cell: ({ stationCode, stationName }) => stationName || stationCode,
      value: ({ stationCode, stationName }) => stationName || stationCode,
    },
    {
      id: 'reference',
      title: 'transfers.reference',
      width: 105,
      cell: ({ reference }) => <span className="reference">{reference}</span>,
      value: ({ reference }) => reference,
    },
    {
      id: 'designation',
      title: 'transfers.designation',
      width: 140,
      cell: ({ designation }) => designation,
      value: ({ designation }) => designation,
    },
    {
      id: 'quantity',
      title: 'transfers.quantity',
      isNumber: true,
      width: 85,
      cell: ({ quantity }, { formats }) => formats.quantity(quantity),
      value: ({ quantity }) => quantity,
    },
    {
      id: 'requestedAt',
      title: 'transfers.requested',
      sort: 'requestedAt',
      filter: { kind: 'period' },
      width: 155,
      cell: ({ requestedAt }, { formats }) => formats.instant(requestedAt),
      value: ({ requestedAt }, { formats }) => formats.instant(requestedAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/station-transfers', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    return { rows: data.transfers, nextCursor: data.nextCursor };
  },
};
