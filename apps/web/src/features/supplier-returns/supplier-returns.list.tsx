import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';

export type SupplierReturn = Schema<'SupplierReturn'>;

export const returnTone: Readonly<Record<SupplierReturn['state'], Tone>> = {
  credit_expected: 'waiting',
  cancelled: 'late',
};

const FILTERS = { number: 'prefix', state: 'eq', createdAt: 'period' } as const;
const STATES = ['credit_expected', 'cancelled'] as const;

/** ST-25: what went back to suppliers, the latest first. */
export const supplierReturnsList: ListDefinition<SupplierReturn & { readonly supplier: string }> = {
  id: 'supplier-returns',
  title: 'returns.list',
  empty: 'returns.list.empty',
  href: ({ id }) => `/supplier-returns/${id}`,
  live: ['supplier-return'],
  columns: [
    {
      id: 'number',
      title: 'returns.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 190,
      cell: ({ number }) => <span className="reference">{number}</span>,
      value: ({ number }) => number,
    },
    {
      id: 'state',
      title: 'returns.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `returns.state.${id}` })) },
      width: 160,
      cell: ({ state }, { t }) => <StateChip tone={returnTone[state]}>{t(`returns.state.${state}`)}</StateChip>,
      value: ({ state }, { t }) => t(`returns.state.${state}`),
    },
    {
      id: 'supplier',
      title: 'returns.supplier',
      width: 240,
      cell: ({ supplier }) => supplier,
      value: ({ supplier }) => supplier,
    },
    {
      id: 'receipt',
      title: 'returns.receipt',
      width: 180,
      cell: ({ goodsReceiptNumber }) => <span className="reference">{goodsReceiptNumber}</span>,
      value: ({ goodsReceiptNumber }) => goodsReceiptNumber,
    },
    {
      id: 'expectedCredit',
      title: 'returns.expected-credit',
      isNumber: true,
      width: 150,
      cell: ({ expectedCredit }, { formats }) => formats.money(expectedCredit),
      value: ({ expectedCredit }) => expectedCredit,
    },
    {
      id: 'createdAt',
      title: 'returns.created',
      sort: 'createdAt',
      filter: { kind: 'period' },
      width: 160,
      cell: ({ createdAt }, { formats }) => formats.instant(createdAt),
      value: ({ createdAt }, { formats }) => formats.instant(createdAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/supplier-returns', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    const names = await partyNames(api, data.returns.map(({ supplierPartyId }) => supplierPartyId), signal); // prettier-ignore
    return {
      rows: data.returns.map((one) => ({ ...one, supplier: names.get(one.supplierPartyId) ?? '' })),
      nextCursor: data.nextCursor,
    };
  },
};
