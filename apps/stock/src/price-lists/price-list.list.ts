import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const createdAt = column('l.created_at', 'timestamptz');
const line = column('l.line', 'int');
const change = column('l.change', 'int');

/** ST-6: how the list of price lists may be asked. */
export const priceListList: ListDefinition = {
  filters: { state: filterBy(column('l.state', 'text'), 'eq', 'in') },
  sorts: { createdAt: [createdAt] },
  defaultSort: '-createdAt',
  id: column('l.id', 'uuid'),
};

/** ST-6: how the lines of a price list may be asked. */
export const priceListLineList: ListDefinition = {
  filters: { state: filterBy(column('l.state', 'text'), 'eq', 'in') },
  sorts: { line: [line], change: [change] },
  defaultSort: 'line',
  id: line,
};
