import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('number', 'text');
const issuedOn = column('issued_on', 'date');

/** PA-17: how the list of issued documents may be asked. */
export const documentList: ListDefinition = {
  filters: {
    kind: filterBy(column('kind', 'text'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    customerPartyId: filterBy(column('customer_party_id', 'uuid'), 'eq', 'in'),
    originId: filterBy(column('origin_id', 'uuid'), 'eq', 'in'),
    issuedOn: filterBy(issuedOn, 'gte', 'lt'),
  },
  sorts: { issuedOn: [issuedOn], number: [number] },
  defaultSort: '-issuedOn',
  id: column('id', 'uuid'),
};
