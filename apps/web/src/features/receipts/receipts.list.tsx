import { answered, type Schema } from '@navette/api-client';
import { partyNames } from '../../shared/api/party-names.js';
import { edgeQuery } from '../../shared/kit/list/edge-query.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { receiptTone } from '../../shared/trade/tones.js';
import { StateChip } from '../../shared/ui/state-chip.js';

export type Receipt = Schema<'GoodsReceipt'>;

const FILTERS = { number: 'prefix', state: 'eq', deliveryNote: 'prefix', createdAt: 'period' } as const;
const STATES = ['draft', 'validated', 'voided'] as const;

/** ST-23: what came from suppliers, the latest first. */
export const receiptsList: ListDefinition<Receipt & { readonly supplier: string }> = {
  id: 'receipts',
  title: 'receipts.list',
  empty: 'receipts.list.empty',
  href: ({ id }) => `/receipts/${id}`,
  live: ['goods-receipt'],
  columns: [
    {
      id: 'number',
      title: 'receipts.number',
      sort: 'number',
      filter: { kind: 'text' },
      width: 180,
      cell: (receipt) => <span className="reference">{receipt.number}</span>,
      value: (receipt) => receipt.number,
    },
    {
      id: 'state',
      title: 'receipts.state',
      filter: { kind: 'choice', choices: STATES.map((id) => ({ id, title: `receipts.state.${id}` })) },
      width: 140,
      cell: (receipt, { t }) => (
        <StateChip tone={receiptTone[receipt.state]}>{t(`receipts.state.${receipt.state}`)}</StateChip>
      ),
      value: (receipt, { t }) => t(`receipts.state.${receipt.state}`),
    },
    {
      id: 'supplier',
      title: 'receipts.supplier',
      width: 220,
      cell: (receipt) => receipt.supplier,
      value: (receipt) => receipt.supplier,
    },
    {
      id: 'deliveryNote',
      title: 'receipts.delivery-note',
      filter: { kind: 'text' },
      width: 180,
      cell: (receipt) => <span className="reference">{receipt.deliveryNote}</span>,
      value: (receipt) => receipt.deliveryNote,
    },
    {
      id: 'countermark',
      title: 'receipts.countermark',
      width: 150,
      cell: (receipt) => receipt.countermark,
      value: (receipt) => receipt.countermark,
    },
    {
      id: 'createdAt',
      title: 'receipts.created',
      sort: 'createdAt',
      filter: { kind: 'period' },
      width: 150,
      cell: (receipt, { formats }) => formats.instant(receipt.createdAt),
      value: (receipt, { formats }) => formats.instant(receipt.createdAt),
    },
    {
      id: 'validatedAt',
      title: 'receipts.validated',
      width: 150,
      cell: (receipt, { formats }) => formats.instant(receipt.validatedAt),
      value: (receipt, { formats }) => formats.instant(receipt.validatedAt),
    },
  ],
  load: async (api, query, signal) => {
    const { data } = await answered(
      api.GET('/api/v1/goods-receipts', { signal, params: { query: edgeQuery(query, FILTERS) } }),
    );
    const names = await partyNames(api, data.receipts.map(({ supplierPartyId }) => supplierPartyId), signal); // prettier-ignore
    return {
      rows: data.receipts.map((receipt) => ({ ...receipt, supplier: names.get(receipt.supplierPartyId) ?? '' })),
      nextCursor: data.nextCursor,
    };
  },
};
