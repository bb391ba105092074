import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('r.number', 'text');
const createdAt = column('r.created_at', 'timestamptz');

/** PA-17: how the list of returns to suppliers may be asked. */
export const supplierReturnList: ListDefinition = {
  filters: {
    state: filterBy(column('r.state', 'text'), 'eq', 'in'),
    supplierPartyId: filterBy(column('r.supplier_party_id', 'uuid'), 'eq', 'in'),
    goodsReceiptId: filterBy(column('r.goods_receipt_id', 'uuid'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    createdAt: filterBy(createdAt, 'gte', 'lt'),
  },
  sorts: { createdAt: [createdAt], number: [number] },
  defaultSort: '-createdAt',
  id: column('r.id', 'uuid'),
};
