import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('o.number', 'text');
const placedAt = column('o.placed_at', 'timestamptz');

/** PA-17: how the list of supplier orders may be asked. */
export const supplierOrderList: ListDefinition = {
  filters: {
    state: filterBy(column('o.state', 'text'), 'eq', 'in'),
    supplierPartyId: filterBy(column('o.supplier_party_id', 'uuid'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    placedAt: filterBy(placedAt, 'gte', 'lt'),
    // Those on which what a file or customer order wants was ordered.
    needOriginId: {
      type: 'uuid',
      operators: {
        eq: ([origin = ''], bind) => `o.id = any (array(
          select l.order_id from need n
          join order_line_need w on w.station_id = n.station_id and w.need_id = n.id
          join supplier_order_line l on l.station_id = w.station_id and l.id = w.order_line_id
          where n.station_id = o.station_id and n.origin_kind in ('intervention_file', 'customer_order')
            and n.origin_id = ${bind(origin, 'uuid')}))`,
      },
    },
  },
  sorts: { placedAt: [placedAt], number: [number] },
  defaultSort: '-placedAt',
  id: column('o.id', 'uuid'),
};
