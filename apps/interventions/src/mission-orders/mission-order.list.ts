import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('number', 'text');
const external = column('external_number', 'text');
const receivedAt = column('received_at', 'timestamptz');

/** PA-17: how the list of mission orders may be asked. */
export const missionOrderList: ListDefinition = {
  filters: {
    state: filterBy(column('state', 'text'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    externalNumber: filterBy(external, 'eq', 'prefix'),
    orderingPartyId: filterBy(column('ordering_party_id', 'uuid'), 'eq', 'in'),
    receivedAt: filterBy(receivedAt, 'gte', 'lt'),
  },
  sorts: {
    receivedAt: [receivedAt],
    number: [number],
    externalNumber: [external],
    expiresAt: [column('expires_at', 'timestamptz', { nullable: true })],
  },
  defaultSort: '-receivedAt',
  id: column('id', 'uuid'),
};
