import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const number = column('i.number', 'text');
const date = column('i.dated_on', 'date');
const openedAt = column('i.opened_at', 'timestamptz');

/** PA-17: how the list of inventories may be asked. */
export const inventoryList: ListDefinition = {
  filters: {
    id: filterBy(column('i.id', 'uuid'), 'eq', 'in'),
    placeId: filterBy(column('i.location', 'text'), 'eq'),
    state: filterBy(column('i.state', 'text'), 'eq', 'in'),
    number: filterBy(number, 'eq', 'in', 'prefix'),
    openedAt: filterBy(openedAt, 'gte', 'lt'),
    date: filterBy(date, 'gte', 'lt'),
  },
  sorts: { openedAt: [openedAt], number: [number], date: [date] },
  defaultSort: '-openedAt',
  id: column('i.id', 'uuid'),
};

const position = column('l.position', 'int');
const reference = column('p.reference_norm', 'text');

/** Lines of one inventory, in the order of its sheets or by reference. */
export const inventoryLineList: ListDefinition = {
  filters: {
    id: filterBy(column('l.id', 'uuid'), 'eq', 'in'),
    partId: filterBy(column('l.part_id', 'uuid'), 'eq', 'in'),
    reference: filterBy(reference, 'eq', 'prefix'),
    standing: filterBy(column('l.standing', 'text'), 'eq', 'in'),
    entered: filterBy(column('l.is_entered', 'boolean'), 'eq'),
    ticked: filterBy(column('l.is_ticked', 'boolean'), 'eq'),
    differs: filterBy(column('l.differs', 'boolean'), 'eq'),
  },
  sorts: { position: [position], reference: [reference] },
  defaultSort: 'position',
  id: column('l.id', 'uuid'),
};
