import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('f.number', 'text');
const external = column('f.mission_external_number', 'text');
const openedAt = column('f.opened_at', 'timestamptz');

/** PA-17: how the list of files may be asked; status is the latest one. */
export const interventionFileList: ListDefinition = {
  filters: {
    id: filterBy(column('f.id', 'uuid'), 'eq', 'in'),
    state: filterBy(column('f.state', 'text'), 'eq', 'in'),
    type: filterBy(column('f.type', 'text'), 'eq', 'in'),
    statusCode: filterBy(column('f.status_code', 'int'), 'eq', 'in'),
    statusKey: {
      type: 'text',
      operators: {
        eq: ([key = ''], bind) => `f.status_code = (select code from status_code where key = ${bind(key, 'text')})`,
      },
    },
    number: filterBy(number, 'eq', 'in', 'prefix'),
    serialNumber: filterBy(column('f.product_serial', 'text'), 'eq'),
    missionExternalNumber: filterBy(external, 'eq', 'prefix'),
    consumerPartyId: filterBy(column('f.consumer_party_id', 'uuid'), 'eq', 'in'),
    orderingPartyId: filterBy(column('f.ordering_party_id', 'uuid'), 'eq', 'in'),
    openedAt: filterBy(openedAt, 'gte', 'lt'),
  },
  sorts: { openedAt: [openedAt], number: [number], statusAt: [column('f.status_at', 'timestamptz')] },
  defaultSort: '-openedAt',
  id: column('f.id', 'uuid'),
};
