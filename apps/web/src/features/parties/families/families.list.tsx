import { answered } from '@navette/api-client';
import type { ListDefinition } from '../../../shared/kit/list/list-definition.js';
import { listParameters } from '../../../shared/kit/list/list-query.js';
import type { Family, FamilyRole } from './use-givers.js';

/** PA-13: the families of one role. */
export const familiesOf = (role: FamilyRole): ListDefinition<Family> => ({
  id: `families.${role}`,
  title: `families.list.${role}`,
  empty: 'families.list.empty',
  href: ({ id }) => `/families/${id}`,
  live: ['family'],
  fixed: { role },
  columns: [
    {
      id: 'code',
      title: 'families.code',
      sort: 'code',
      filter: { kind: 'text' },
      width: 140,
      cell: ({ code }) => <span className="reference">{code}</span>,
      value: ({ code }) => code,
    },
    { id: 'label', title: 'families.label', width: 320, cell: ({ label }) => label, value: ({ label }) => label },
    {
      id: 'members',
      title: 'families.members',
      isNumber: true,
      width: 120,
      cell: ({ memberCount }) => memberCount,
      value: ({ memberCount }) => String(memberCount),
    },
  ],
  load: async (api, { filters, sort, cursor, limit }, signal) => {
    const query = {
      ...listParameters(filters, { role: 'eq', code: 'prefix' }),
      limit,
      ...(sort !== '' && { sort }),
      ...(cursor !== '' && { cursor }),
    };
    const { data } = await answered(api.GET('/api/v1/families', { signal, params: { query } }));
    return { rows: data.families, nextCursor: data.nextCursor };
  },
});
