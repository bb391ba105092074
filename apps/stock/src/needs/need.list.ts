import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const createdAt = column('n.created_at', 'timestamptz');

/** PA-17: how the list of needs may be asked. */
export const needList: ListDefinition = {
  filters: {
    originId: filterBy(column('n.origin_id', 'uuid'), 'eq', 'in'),
    partId: filterBy(column('n.part_id', 'uuid'), 'eq', 'in'),
    state: filterBy(column('n.state', 'text'), 'eq', 'in'),
    // For whom an order was placed.
    supplierOrderId: {
      type: 'uuid',
      operators: {
        eq: ([order = ''], bind) => `n.id = any (array(
          select w.need_id from supplier_order_line l
          join order_line_need w on w.station_id = l.station_id and w.order_line_id = l.id
          where l.station_id = n.station_id and l.order_id = ${bind(order, 'uuid')}))`,
      },
    },
    // To whom parts of a receipt were given, and not taken back.
    goodsReceiptId: {
      type: 'uuid',
      operators: {
        eq: ([receipt = ''], bind) => `n.id = any (array(
          select a.need_id from goods_receipt_line l
          join allocation a on a.station_id = l.station_id and a.receipt_line_id = l.id and a.state <> 'withdrawn'
          where l.station_id = n.station_id and l.receipt_id = ${bind(receipt, 'uuid')}))`,
      },
    },
  },
  sorts: { createdAt: [createdAt] },
  defaultSort: 'createdAt',
  id: column('n.id', 'uuid'),
};
