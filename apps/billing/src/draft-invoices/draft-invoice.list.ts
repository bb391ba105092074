import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const createdAt = column('created_at', 'timestamptz');

/** PA-17: how the list of draft invoices may be asked. */
export const draftInvoiceList: ListDefinition = {
  filters: {
    state: filterBy(column('state', 'text'), 'eq', 'in'),
    customerPartyId: filterBy(column('customer_party_id', 'uuid'), 'eq', 'in'),
    originId: filterBy(column('origin_id', 'uuid'), 'eq', 'in'),
    createdAt: filterBy(createdAt, 'gte', 'lt'),
  },
  sorts: { createdAt: [createdAt] },
  defaultSort: '-createdAt',
  id: column('id', 'uuid'),
};
