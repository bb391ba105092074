import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { Column, ListDefinition } from '../../shared/kit/list/list-definition.js';
import type { ListState } from '../../shared/kit/list/list-query.js';
import type { CatalogueEntry } from '../../shared/trade/use-choices.js';
import type { Choice } from '../../shared/ui/fields.js';
import { StateChip } from '../../shared/ui/state-chip.js';

const FILTERS = {
  on: 'eq',
  fifo: 'eq',
  standing: 'eq',
  reference: 'prefix',
  familyId: 'eq',
  supplierPartyId: 'eq',
} as const;

export type ValueRow = Schema<'StockValue'> & { readonly id: string; readonly supplier: string };

interface Asked {
  /** Empty for today. */
  readonly on: string;
  readonly withFifo: boolean;
  /** Whether those below zero alone are shown: then since when is worth a column. */
  readonly negatives: boolean;
  readonly families: readonly CatalogueEntry[];
  readonly suppliers: readonly Choice[];
}

/** What beside the columns' own filters is asked of rows and sums alike. */
export const fixedBy = ({ on, withFifo }: Pick<Asked, 'on' | 'withFifo'>) => ({
  ...(on !== '' && { on }),
  ...(withFifo && { fifo: 'true' }),
});

/** The question of what `load` would show all pages of. */
export const questionOf = (filters: ListState['filters']): object =>
  edgeQuery({ search: '', filters, sort: '', cursor: '', limit: 1 }, FILTERS);

/** ST-10, ST-12: what each part on hand was worth at the end of a day. */
export function valuesOf(asked: Asked): ListDefinition<ValueRow> {
  const fifo: Column<ValueRow>[] = [
    {
      id: 'fifoValue',
      title: 'stock-values.fifo',
      isNumber: true,
      width: 100,
      cell: ({ fifoValue }, { formats }) => formats.money(fifoValue),
      value: ({ fifoValue }) => fifoValue,
    },
    {
      id: 'fifoDifference',
      title: 'stock-values.difference',
      isNumber: true,
      width: 80,
      cell: ({ fifoDifference }, { formats }) => formats.money(fifoDifference),
      value: ({ fifoDifference }) => fifoDifference,
    },
  ];
  const dates: Column<ValueRow>[] = [
    {
      id: 'negativeSince',
      title: 'stock-values.negative-since',
      isExtra: !asked.negatives,
      width: 145,
      cell: ({ negativeSince }, { formats }) => formats.instant(negativeSince),
      value: ({ negativeSince }, { formats }) => formats.instant(negativeSince),
    },
    {
      id: 'lastMovedAt',
      title: 'stock-values.last-moved',
      isExtra: !asked.negatives,
      width: 145,
      cell: ({ lastMovedAt }, { formats }) => formats.instant(lastMovedAt),
      value: ({ lastMovedAt }, { formats }) => formats.instant(lastMovedAt),
    },
  ];
  return {
    id: 'stock-values',
    title: 'stock-values.list',
    empty: 'stock-values.empty',
    href: ({ partId }) => `/parts/${partId}`,
    live: ['stock', 'part'],
    fixed: fixedBy(asked),
    columns: [
      {
        id: 'reference',
        title: 'stock-values.reference',
        sort: 'reference',
        filter: { kind: 'text' },
        width: 120,
        cell: ({ reference }) => <span className="reference">{reference}</span>,
        value: ({ reference }) => reference,
      },
      {
        id: 'designation',
        title: 'stock-values.designation',
        width: 165,
        cell: ({ designation }) => designation,
        value: ({ designation }) => designation,
      },
      ...(asked.negatives ? dates : []),
      {
        id: 'familyId',
        title: 'stock-values.family',
        filter: { kind: 'choice', choices: asked.families.map(({ id, code, label }) => ({ id, text: `${code} · ${label}` })) }, // prettier-ignore
        width: 90,
        cell: ({ familyCode }) => familyCode,
        value: ({ familyCode }) => familyCode,
      },
      {
        id: 'supplierPartyId',
        title: 'stock-values.supplier',
        filter: { kind: 'choice', choices: asked.suppliers },
        width: 130,
        cell: ({ supplier }) => supplier,
        value: ({ supplier }) => supplier,
      },
      {
        id: 'onHand',
        title: 'stock-values.on-hand',
        isNumber: true,
        width: 65,
        cell: ({ onHand }, { formats }) => formats.quantity(onHand),
        value: ({ onHand }) => onHand,
      },
      {
        id: 'averageCost',
        title: 'stock-values.average-cost',
        isNumber: true,
        isExtra: asked.negatives,
        width: 85,
        cell: ({ averageCost }, { formats }) => formats.money(averageCost),
        value: ({ averageCost }) => averageCost,
      },
      {
        id: 'value',
        title: 'stock-values.value',
        isNumber: true,
        width: 110,
        cell: ({ value }, { formats }) => formats.money(value),
        value: ({ value }) => value,
      },
      ...(asked.withFifo && !asked.negatives ? fifo : []),
      {
        id: 'standing',
        title: 'stock-values.standing',
        filter: {
          kind: 'choice',
          choices: (['positive', 'negative'] as const).map((id) => ({ id, title: `stock-values.standing.${id}` })),
        },
        width: 95,
        cell: ({ negativeSince }, { t }) =>
          negativeSince !== '' && <StateChip tone="late">{t('stock-values.standing.negative')}</StateChip>,
        value: ({ negativeSince }, { t }) =>
          t(`stock-values.standing.${negativeSince === '' ? 'positive' : 'negative'}`),
      },
      ...(asked.negatives ? [] : dates),
    ],
    load: async (api, query, signal) => {
      const { data } = await answered(
        api.GET('/api/v1/stock-values', { signal, params: { query: edgeQuery(query, FILTERS) } }),
      );
      const names = await partyNames(api, data.values.map(({ supplierPartyId }) => supplierPartyId), signal); // prettier-ignore
      return {
        rows: data.values.map((one) => ({ ...one, id: one.partId, supplier: names.get(one.supplierPartyId) ?? '' })),
        nextCursor: data.nextCursor,
      };
    },
  };
}
