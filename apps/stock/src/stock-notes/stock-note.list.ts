import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('n.number', 'text');
const date = column('n.dated_on', 'date');
const recordedAt = column('n.recorded_at', 'timestamptz');

/** PA-17, E-085: how the list of stock notes may be asked. */
export const stockNoteList: ListDefinition = {
  filters: {
    kind: filterBy(column('n.kind', 'text'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    date: filterBy(date, 'gte', 'lt'),
    // The depot is no entry of the catalogue.
    placeId: filterBy(column(`coalesce(n.place_id::text, 'depot')`, 'text'), 'eq'),
  },
  sorts: { recordedAt: [recordedAt], number: [number], date: [date] },
  defaultSort: '-recordedAt',
  id: column('n.id', 'uuid'),
};
