import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('number', 'text');
const placedAt = column('placed_at', 'timestamptz');

/** PA-17: how the list of customer orders may be asked. */
export const customerOrderList: ListDefinition = {
  filters: {
    state: filterBy(column('state', 'text'), 'eq', 'in'),
    type: filterBy(column('type', 'text'), 'eq', 'in'),
    customerPartyId: filterBy(column('customer_party_id', 'uuid'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    placedAt: filterBy(placedAt, 'gte', 'lt'),
  },
  sorts: { placedAt: [placedAt], number: [number] },
  defaultSort: '-placedAt',
  id: column('id', 'uuid'),
};
