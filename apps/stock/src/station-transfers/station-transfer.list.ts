import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('t.number', 'text');
const requestedAt = column('t.requested_at', 'timestamptz');

/** PA-17: how the list of transfers may be asked. */
export const stationTransferList: ListDefinition = {
  filters: {
    side: filterBy(column('t.side', 'text'), 'eq', 'in'),
    state: filterBy(column('t.state', 'text'), 'eq', 'in'),
    stationId: filterBy(column('t.other_station_id', 'uuid'), 'eq', 'in'),
    partId: filterBy(column('t.part_id', 'uuid'), 'eq', 'in'),
    needId: filterBy(column('t.need_id', 'uuid'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    requestedAt: filterBy(requestedAt, 'gte', 'lt'),
  },
  sorts: { requestedAt: [requestedAt], number: [number] },
  defaultSort: '-requestedAt',
  id: column('t.id', 'uuid'),
};
