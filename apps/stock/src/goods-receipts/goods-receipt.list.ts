import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('r.number', 'text');
const createdAt = column('r.created_at', 'timestamptz');

/** PA-17: how the list of goods receipts may be asked. */
export const goodsReceiptList: ListDefinition = {
  filters: {
    state: filterBy(column('r.state', 'text'), 'eq', 'in'),
    supplierPartyId: filterBy(column('r.supplier_party_id', 'uuid'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    deliveryNote: filterBy(column('r.delivery_note', 'text'), 'eq', 'prefix'),
    createdAt: filterBy(createdAt, 'gte', 'lt'),
    // Those with lines of the order, also among lines of others.
    supplierOrderId: {
      type: 'uuid',
      operators: {
        eq: ([order = ''], bind) => `r.id = any (array(
          select g.receipt_id from supplier_order_line l
          join goods_receipt_line g on g.station_id = l.station_id and g.supplier_order_line_id = l.id
          where l.station_id = r.station_id and l.order_id = ${bind(order, 'uuid')}))`,
      },
    },
  },
  sorts: { createdAt: [createdAt], number: [number] },
  defaultSort: '-createdAt',
  id: column('r.id', 'uuid'),
};
