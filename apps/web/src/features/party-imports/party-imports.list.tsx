import { answered } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { importTone, isWorking, type PartyImport } from './party-import.js';

const FILTERS = { state: 'eq' } as const;

/** PA-15: the imports of the station, the latest first; what goes on by itself is found again here (WE-11). */
export const partyImportsList: ListDefinition<PartyImport> = {
  id: 'party-imports',
  title: 'party-imports.list',
  empty: 'party-imports.list.empty',
  href: ({ id }) => `/party-imports/${id}`,
  live: ['party-import'],
  columns: [
    {
      id: 'fileName',
      title: 'party-imports.file',
      width: 320,
      cell: ({ fileName }) => fileName,
      value: ({ fileName }) => fileName,
    },
    {
      id: 'state',
      title: 'party-imports.state',
      filter: {
        kind: 'choice',
        choices: Object.keys(importTone).map((id) => ({ id, title: `party-imports.state.${id}` })),
      },
      width: 220,
      cell: ({ state }, { t }) => <StateChip tone={importTone[state]}>{t(`party-imports.state.${state}`)}</StateChip>,
      value: ({ state }, { t }) => t(`party-imports.state.${state}`),
    },
    {
      id: 'progress',
      title: 'party-imports.progress',
      width: 180,
      cell: (one, { t }) => (isWorking(one) ? t('party-imports.done-of', { done: one.done, total: one.total }) : ''),
      value: (one, { t }) => (isWorking(one) ? t('party-imports.done-of', { done: one.done, total: one.total }) : ''),
    },
    {
      id: 'createdAt',
      title: 'party-imports.created',
      sort: 'createdAt',
      width: 180,
      cell: ({ createdAt }, { formats }) => formats.instant(createdAt),
      value: ({ createdAt }, { formats }) => formats.instant(createdAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/party-imports', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    return { rows: data.imports, nextCursor: data.nextCursor };
  },
};
