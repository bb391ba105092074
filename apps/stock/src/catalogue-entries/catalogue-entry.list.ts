import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const code = column('e.code', 'text');

/** ST-1: how the lists that parts are sorted by may be asked. */
export const catalogueEntryList: ListDefinition = {
  filters: {
    id: filterBy(column('e.id', 'uuid'), 'eq', 'in'),
    kind: filterBy(column('e.kind', 'text'), 'eq', 'in'),
    code: filterBy(code, 'eq', 'prefix'),
    active: filterBy(column('e.is_active', 'boolean'), 'eq'),
  },
  sorts: { code: [code] },
  defaultSort: 'code',
  id: column('e.id', 'uuid'),
};
