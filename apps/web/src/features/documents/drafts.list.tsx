import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';

export type Draft = Schema<'DraftInvoice'>;

const FILTERS = { state: 'eq' } as const;

/** BI-20: invoices before they are one. */
export const draftsList: ListDefinition<Draft & { readonly customer: string }> = {
  id: 'draft-invoices',
  title: 'documents.drafts',
  empty: 'documents.drafts.empty',
  href: ({ id }) => `/draft-invoices/${id}`,
  live: ['draft-invoice'],
  columns: [
    {
      id: 'originNumber',
      title: 'documents.origin',
      width: 180,
      cell: (draft) => <span className="reference">{draft.originNumber}</span>,
      value: (draft) => draft.originNumber,
    },
    {
      id: 'state',
      title: 'documents.state',
      filter: {
        kind: 'choice',
        choices: (['draft', 'accepted'] as const).map((id) => ({ id, title: `documents.state.${id}` })),
      },
      width: 150,
      cell: (draft, { t }) => (
        <StateChip tone={draft.state === 'accepted' ? 'done' : 'draft'}>
          {t(`documents.state.${draft.state}`)}
        </StateChip>
      ),
      value: (draft, { t }) => t(`documents.state.${draft.state}`),
    },
    {
      id: 'customer',
      title: 'documents.customer',
      width: 240,
      cell: (draft) => draft.customer,
      value: (draft) => draft.customer,
    },
    {
      id: 'createdAt',
      title: 'documents.created',
      sort: 'createdAt',
      width: 150,
      cell: (draft, { formats }) => formats.instant(draft.createdAt),
      value: (draft, { formats }) => formats.instant(draft.createdAt),
    },
    {
      id: 'total',
      title: 'documents.total',
      isNumber: true,
      width: 130,
      cell: (draft, { formats }) => formats.money(draft.total),
      value: (draft) => draft.total,
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/draft-invoices', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    const names = await partyNames(api, data.drafts.map(({ customerPartyId }) => customerPartyId), signal); // prettier-ignore
    return {
      rows: data.drafts.map((draft) => ({ ...draft, customer: names.get(draft.customerPartyId) ?? '' })),
      nextCursor: data.nextCursor,
    };
  },
};
