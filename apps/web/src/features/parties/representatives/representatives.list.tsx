import { answered } from '@navette/api-client';
import type { ListDefinition } from '../../../shared/kit/list/list-definition.js';
import { listParameters } from '../../../shared/kit/list/list-query.js';
import { StateChip } from '../../../shared/ui/state-chip.js';
import type { Family } from '../families/use-givers.js';
import { fullName, type Representative } from '../../../shared/trade/use-representatives.js';

const FILTERS = { code: 'prefix', name: 'prefix', territory: 'prefix', familyId: 'eq', active: 'eq' } as const;

/** PA-13: who sells to customers. */
export function representativesIn(families: readonly Family[]): ListDefinition<Representative> {
  const familyOf = ({ familyId }: Representative) => families.find(({ id }) => id === familyId)?.label ?? '';
  return {
    id: 'representatives',
    title: 'representatives.list',
    empty: 'representatives.list.empty',
    href: ({ id }) => `/representatives/${id}`,
    live: ['representative'],
    columns: [
      {
        id: 'name',
        title: 'representatives.name',
        sort: 'name',
        filter: { kind: 'text' },
        width: 240,
        cell: fullName,
        value: fullName,
      },
      {
        id: 'code',
        title: 'representatives.code',
        sort: 'code',
        filter: { kind: 'text' },
        width: 130,
        cell: ({ code }) => <span className="reference">{code}</span>,
        value: ({ code }) => code,
      },
      {
        id: 'territory',
        title: 'representatives.territory',
        filter: { kind: 'text' },
        width: 160,
        cell: ({ territory }) => territory,
        value: ({ territory }) => territory,
      },
      {
        id: 'familyId',
        title: 'representatives.family',
        filter: { kind: 'choice', choices: families.map(({ id, label }) => ({ id, text: label })) },
        width: 180,
        cell: familyOf,
        value: familyOf,
      },
      {
        id: 'phone',
        title: 'parties.phone',
        width: 150,
        cell: ({ phones }) => phones[0] ?? '',
        value: ({ phones }) => phones.join(' / '),
      },
      {
        id: 'active',
        title: 'representatives.state',
        filter: {
          kind: 'choice',
          choices: [
            { id: 'true', title: 'representatives.active' },
            { id: 'false', title: 'representatives.inactive' },
          ],
        },
        width: 130,
        cell: ({ active }, { t }) =>
          active ? t('representatives.active') : <StateChip tone="draft">{t('representatives.inactive')}</StateChip>,
        value: ({ active }, { t }) => t(active ? 'representatives.active' : 'representatives.inactive'),
      },
      {
        id: 'email',
        title: 'parties.email',
        isExtra: true,
        width: 220,
        cell: ({ emails }) => emails[0] ?? '',
        value: ({ emails }) => emails.join(' / '),
      },
      {
        id: 'city',
        title: 'parties.city',
        isExtra: true,
        width: 160,
        cell: ({ mainAddress }) => mainAddress?.city ?? '',
        value: ({ mainAddress }) => mainAddress?.city ?? '',
      },
    ],
    load: async (api, { filters, sort, cursor, limit }, signal) => {
      const query = {
        ...listParameters(filters, FILTERS),
        limit,
        ...(sort !== '' && { sort }),
        ...(cursor !== '' && { cursor }),
      };
      const { data } = await answered(api.GET('/api/v1/representatives', { signal, params: { query } }));
      return { rows: data.representatives, nextCursor: data.nextCursor };
    },
  };
}
