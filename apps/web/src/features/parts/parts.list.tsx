import { answered, type Api } from '@navette/api-client';
import { ITEM_STATES } from '@navette/api-schema';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { Column, ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import type { CatalogueEntry } from '../../shared/trade/use-choices.js';
import type { Part } from './part-values.js';

const FILTERS = {
  kind: 'eq',
  reference: 'prefix',
  state: 'eq',
  familyId: 'eq',
  brandId: 'eq',
} as const;

export type PartRow = Part & {
  readonly supplier: string;
  /** Absent where the part never moved, or the reader may not know. */
  readonly free: string | undefined;
};

interface Entries {
  readonly families: readonly CatalogueEntry[];
  readonly brands: readonly CatalogueEntry[];
}

const choicesOf = (entries: readonly CatalogueEntry[]) => ({
  kind: 'choice' as const,
  choices: entries.map(({ id, code, label }) => ({ id, text: `${code} · ${label}` })),
});

/** ST-1: the catalogue of parts, or of special items, by reference; words and barcodes are searched (ADR 0043). */
export function partsOf(
  kind: Part['kind'],
  mayReadStock: boolean,
  { families, brands }: Entries,
): ListDefinition<PartRow> {
  const stored: Column<PartRow>[] = [
    {
      id: 'free',
      title: 'parts.free',
      isNumber: true,
      width: 75,
      cell: ({ free }, { formats }) => (free === undefined ? '' : formats.quantity(free)),
      value: ({ free }, { formats }) => (free === undefined ? '' : formats.quantity(free)),
    },
    { id: 'location', title: 'parts.location', width: 110, cell: ({ locationCode }) => locationCode, value: ({ locationCode }) => locationCode }, // prettier-ignore
  ];
  return {
    id: `parts.${kind}`,
    title: `parts.list.${kind}`,
    empty: 'parts.list.empty',
    href: ({ id }) => `/parts/${id}`,
    live: ['part', 'stock', 'catalogue-entry'],
    hasSearch: true,
    fixed: { kind },
    columns: [
      {
        id: 'reference',
        title: 'parts.reference',
        sort: 'reference',
        filter: { kind: 'text' },
        width: 135,
        cell: ({ reference }) => <span className="reference">{reference}</span>,
        value: ({ reference }) => reference,
      },
      {
        id: 'designation',
        title: 'parts.designation',
        width: 230,
        cell: ({ designation }) => designation,
        value: ({ designation }) => designation,
      },
      {
        id: 'familyId',
        title: 'parts.family',
        filter: choicesOf(families),
        width: 150,
        cell: ({ familyLabel }) => familyLabel,
        value: ({ familyLabel }) => familyLabel,
      },
      {
        id: 'brandId',
        title: 'parts.brand',
        filter: choicesOf(brands),
        isExtra: true,
        width: 130,
        cell: ({ brandLabel }) => brandLabel,
        value: ({ brandLabel }) => brandLabel,
      },
      { id: 'supplier', title: 'parts.supplier', width: 165, cell: ({ supplier }) => supplier, value: ({ supplier }) => supplier }, // prettier-ignore
      {
        id: 'publicPrice',
        title: 'parts.public-price-short',
        isNumber: true,
        width: 105,
        cell: ({ publicPrice }, { formats }) => formats.money(publicPrice),
        value: ({ publicPrice }) => publicPrice,
      },
      ...(kind === 'part' ? stored : []),
      {
        id: 'state',
        title: 'parts.state',
        filter: { kind: 'choice', choices: ITEM_STATES.map((id) => ({ id, title: `parts.state.${id}` })) },
        width: 115,
        cell: ({ state }, { t }) =>
          state === 'exhausted' ? <StateChip tone="late">{t('parts.exhausted')}</StateChip> : t('parts.state.active'),
        value: ({ state }, { t }) => t(`parts.state.${state}`),
      },
      {
        id: 'barcodes',
        title: 'parts.barcodes',
        isExtra: true,
        width: 160,
        cell: ({ barcodes }) => <span className="reference">{barcodes[0] ?? ''}</span>,
        value: ({ barcodes }) => barcodes.join(' / '),
      },
      {
        id: 'ventilationCode',
        title: 'parts.ventilation',
        isExtra: true,
        width: 130,
        cell: ({ ventilationCode }) => ventilationCode,
        value: ({ ventilationCode }) => ventilationCode,
      },
    ],
    load: async (api, query, signal) => {
      // Words have answers of their own, the best first; there are no pages of them.
      if (query.search.trim() !== '') {
        const { data } = await answered(
          api.GET('/api/v1/parts/search', { signal, params: { query: { q: query.search, kind } } }),
        );
        return { rows: await rowsOf(api, data.parts, mayReadStock, signal), nextCursor: '' };
      }
      const { data } = await answered(
        api.GET('/api/v1/parts', { signal, params: { query: edgeQuery(query, FILTERS) } }),
      );
      return { rows: await rowsOf(api, data.parts, mayReadStock, signal), nextCursor: data.nextCursor };
    },
  };
}

async function rowsOf(
  api: Api,
  parts: readonly Part[],
  mayReadStock: boolean,
  signal: AbortSignal,
): Promise<PartRow[]> {
  const stored = mayReadStock ? parts.filter(({ kind }) => kind === 'part').map(({ id }) => id) : [];
  const [names, levels] = await Promise.all([
    partyNames(api, parts.map(({ supplierPartyId }) => supplierPartyId), signal), // prettier-ignore
    stored.length === 0
      ? []
      : answered(
          api.GET('/api/v1/stock-levels', { signal, params: { query: { partIds: stored.join(','), limit: 200 } } }),
        ).then(({ data }) => data.levels),
  ]);
  const free = new Map(levels.map((level) => [level.partId, level.free]));
  return parts.map((part) => ({ ...part, supplier: names.get(part.supplierPartyId) ?? '', free: free.get(part.id) }));
}
