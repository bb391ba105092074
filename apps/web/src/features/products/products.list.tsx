import { answered, type Schema } from '@navette/api-client';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import type { CatalogueEntry } from '../../shared/trade/use-choices.js';

export type Product = Schema<'CatalogueProduct'>;

const FILTERS = { reference: 'prefix', gtin: 'eq', brandId: 'eq', typeId: 'eq', active: 'eq' } as const;

/** Years of manufacture as they are read: `2019 – 2024`, `2019 – …`; empty where neither is known. */
export const yearsOf = ({ firstYear, lastYear }: Pick<Product, 'firstYear' | 'lastYear'>): string =>
  firstYear === 0 && lastYear === 0 ? '' : [firstYear, lastYear].map((year) => (year === 0 ? '…' : year)).join(' – ');

const choicesOf = (entries: readonly CatalogueEntry[]) => ({
  kind: 'choice' as const,
  choices: entries.map(({ id, label }) => ({ id, text: label })),
});

/** ST-1: models of appliances, by commercial reference. */
export const productsOf = (
  brands: readonly CatalogueEntry[],
  types: readonly CatalogueEntry[],
): ListDefinition<Product> => ({
  id: 'products',
  title: 'products.list',
  empty: 'products.list.empty',
  href: ({ id }) => `/products/${id}`,
  live: ['product', 'catalogue-entry'],
  hasSearch: true,
  columns: [
    {
      id: 'reference',
      title: 'products.commercial-reference',
      sort: 'commercialReference',
      filter: { kind: 'text' },
      width: 170,
      cell: ({ commercialReference }) => <span className="reference">{commercialReference}</span>,
      value: ({ commercialReference }) => commercialReference,
    },
    {
      id: 'technicalReference',
      title: 'products.technical-reference',
      width: 170,
      cell: ({ technicalReference }) => <span className="reference">{technicalReference}</span>,
      value: ({ technicalReference }) => technicalReference,
    },
    { id: 'brandId', title: 'products.brand', filter: choicesOf(brands), width: 150, cell: ({ brandLabel }) => brandLabel, value: ({ brandLabel }) => brandLabel }, // prettier-ignore
    { id: 'typeId', title: 'products.type', filter: choicesOf(types), width: 170, cell: ({ typeLabel }) => typeLabel, value: ({ typeLabel }) => typeLabel }, // prettier-ignore
    { id: 'designation', title: 'products.designation', width: 220, cell: ({ designation }) => designation, value: ({ designation }) => designation }, // prettier-ignore
    { id: 'years', title: 'products.years', width: 110, cell: yearsOf, value: yearsOf },
    {
      id: 'gtin',
      title: 'products.gtin',
      filter: { kind: 'text' },
      isExtra: true,
      width: 150,
      cell: ({ gtin }) => <span className="reference">{gtin}</span>,
      value: ({ gtin }) => gtin,
    },
    {
      id: 'active',
      title: 'products.active',
      filter: {
        kind: 'choice',
        choices: [
          { id: 'true', title: 'products.active.true' },
          { id: 'false', title: 'products.active.false' },
        ],
      },
      width: 120,
      cell: ({ active }, { t }) =>
        active ? t('products.active.true') : <StateChip tone="draft">{t('products.active.false')}</StateChip>,
      value: ({ active }, { t }) => t(`products.active.${String(active)}`),
    },
  ],
  load: async (api, query, signal) => {
    // Who searches types what is on the appliance: the beginning of either reference.
    const typed = query.search.trim();
    const asked = typed === '' ? query : { ...query, filters: { reference: typed } };
    const { data } = await answered(
      api.GET('/api/v1/products', { signal, params: { query: edgeQuery(asked, FILTERS) } }),
    );
    return { rows: data.products, nextCursor: data.nextCursor };
  },
});
