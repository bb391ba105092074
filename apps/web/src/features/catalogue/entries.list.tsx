import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { Column, ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';

export type CatalogueEntry = Schema<'CatalogueEntry'>;
export type EntryKind = CatalogueEntry['kind'];

const FILTERS = { kind: 'eq', code: 'prefix', active: 'eq' } as const;

const ofUnits: Column<CatalogueEntry>[] = [
  {
    id: 'unitType',
    title: 'catalogue.unit-type',
    width: 130,
    cell: ({ unitType }, { t }) => t(`catalogue.unit-type.${unitType}`),
    value: ({ unitType }, { t }) => t(`catalogue.unit-type.${unitType}`),
  },
  {
    id: 'decimals',
    title: 'catalogue.decimals',
    isNumber: true,
    width: 110,
    cell: ({ decimals }) => decimals,
    value: ({ decimals }) => String(decimals),
  },
];

const ofPlaces: Column<CatalogueEntry>[] = [
  {
    id: 'placeType',
    title: 'catalogue.place-type',
    width: 130,
    cell: ({ placeType }, { t }) => t(`catalogue.place-type.${placeType}`),
    value: ({ placeType }, { t }) => t(`catalogue.place-type.${placeType}`),
  },
];

const ofFees: Column<CatalogueEntry>[] = [
  {
    id: 'amount',
    title: 'catalogue.amount',
    isNumber: true,
    width: 140,
    cell: ({ amount }, { formats }) => formats.money(amount),
    value: ({ amount }) => amount,
  },
];

/** ST-1, ST-11, E-023, E-027, E-028, E-033: the entries of one of the station's lists. */
export const entriesOf = (kind: EntryKind): ListDefinition<CatalogueEntry> => ({
  id: `catalogue.${kind}`,
  title: `catalogue.list.${kind}`,
  empty: 'catalogue.list.empty',
  href: ({ id }) => `/catalogue-entries/${id}`,
  live: ['catalogue-entry'],
  fixed: { kind },
  columns: [
    {
      id: 'code',
      title: 'catalogue.code',
      sort: 'code',
      filter: { kind: 'text' },
      width: 130,
      cell: ({ code }) => <span className="reference">{code}</span>,
      value: ({ code }) => code,
    },
    { id: 'label', title: 'catalogue.label', width: 320, cell: ({ label }) => label, value: ({ label }) => label },
    ...(kind === 'unit' ? ofUnits : []),
    ...(kind === 'stock_place' ? ofPlaces : []),
    ...(kind === 'eco_fee' ? ofFees : []),
    {
      id: 'listed',
      title: 'catalogue.source',
      width: 130,
      cell: ({ listed }, { t }) => t(listed ? 'catalogue.source.system' : 'catalogue.source.own'),
      value: ({ listed }, { t }) => t(listed ? 'catalogue.source.system' : 'catalogue.source.own'),
    },
    {
      id: 'active',
      title: 'catalogue.active',
      filter: {
        kind: 'choice',
        choices: [
          { id: 'true', title: 'catalogue.active.true' },
          { id: 'false', title: 'catalogue.active.false' },
        ],
      },
      width: 150,
      cell: ({ active }, { t }) =>
        active ? t('catalogue.active.true') : <StateChip tone="draft">{t('catalogue.active.false')}</StateChip>,
      value: ({ active }, { t }) => t(`catalogue.active.${String(active)}`),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/catalogue-entries', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    return { rows: data.entries, nextCursor: data.nextCursor };
  },
});
