import { answered } from '@navette/api-client';
import { PARTY_SOURCES, type PARTY_KINDS } from '@navette/api-schema';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { listParameters } from '../../shared/kit/list/list-query.js';
import type { Party } from './party-values.js';

/** How the columns' filters are asked. */
const FILTERS = { kind: 'eq', name: 'prefix', email: 'eq', source: 'eq' } as const;

type PartyKind = (typeof PARTY_KINDS)[number];

/** The list of one kind; consumers are too many to be shown unasked (PA-6). */
export const partiesOf = (kind: PartyKind): ListDefinition<Party> => ({
  id: `parties.${kind}`,
  title: `parties.list.${kind}`,
  empty: 'parties.list.empty',
  href: ({ id }) => `/parties/${id}`,
  live: ['party'],
  waitsForSearch: kind === 'consumer',
  hasSearch: true,
  fixed: { kind },
  columns: [
    {
      id: 'name',
      title: 'parties.name',
      sort: 'name',
      filter: { kind: 'text' },
      width: 240,
      cell: (party) => party.name,
      value: (party) => party.name,
    },
    {
      id: 'firstName',
      title: 'parties.first-name',
      width: 160,
      cell: (party) => party.firstName,
      value: (party) => party.firstName,
    },
    {
      id: 'phone',
      title: 'parties.phone',
      width: 150,
      cell: (party) => party.phones[0] ?? '',
      value: (party) => party.phones.join(' / '),
    },
    {
      id: 'email',
      title: 'parties.email',
      filter: { kind: 'text' },
      width: 240,
      cell: (party) => party.emails[0] ?? '',
      value: (party) => party.emails.join(' / '),
    },
    {
      id: 'postcode',
      title: 'parties.postcode',
      width: 100,
      cell: (party) => party.mainAddress?.postcode ?? '',
      value: (party) => party.mainAddress?.postcode ?? '',
    },
    {
      id: 'city',
      title: 'parties.city',
      sort: 'city',
      width: 200,
      cell: (party) => party.mainAddress?.city ?? '',
      value: (party) => party.mainAddress?.city ?? '',
    },
    {
      id: 'source',
      title: 'parties.source',
      // Everybody types consumers in; of the others it tells who is not of the common list (PA-10, PA-11).
      isExtra: kind === 'consumer',
      filter: {
        kind: 'choice',
        choices: PARTY_SOURCES.map((id) => ({ id, title: `parties.source.${id}` })),
      },
      width: 170,
      cell: (party, { t }) => t(`parties.source.${party.source}`),
      value: (party, { t }) => t(`parties.source.${party.source}`),
    },
    {
      id: 'siret',
      title: 'parties.siret',
      isExtra: true,
      width: 160,
      cell: (party) => <span className="reference">{party.siret}</span>,
      value: (party) => party.siret,
    },
    {
      id: 'tags',
      title: 'parties.tags',
      isExtra: true,
      width: 180,
      cell: (party) => party.tags.join(', '),
      value: (party) => party.tags.join(', '),
    },
  ],
  load: async (api, { search, filters, sort, cursor, limit }, signal) => {
    // Words have answers of their own, the best first (PA-6); there are no pages of them.
    if (search.trim() !== '') {
      const { data } = await answered(
        api.GET('/api/v1/parties/search', { signal, params: { query: { q: search, kind } } }),
      );
      return { rows: data.parties, nextCursor: '' };
    }
    const query = {
      ...listParameters(filters, FILTERS),
      limit,
      ...(sort !== '' && { sort }),
      ...(cursor !== '' && { cursor }),
    };
    const { data } = await answered(api.GET('/api/v1/parties', { signal, params: { query } }));
    return { rows: data.parties, nextCursor: data.nextCursor };
  },
});
