import { column, filterBy, type ListDefinition } from '@navette/platform/database';

/** PA-13, PA-17: how the list of families may be asked. */
export const familyList: ListDefinition = {
  filters: {
    id: filterBy(column('p.id', 'uuid'), 'eq', 'in'),
    role: filterBy(column('p.role', 'text'), 'eq', 'in'),
    code: filterBy(column('p.code', 'text'), 'prefix'),
  },
  sorts: { code: [column('p.code', 'text')] },
  defaultSort: 'code',
  id: column('p.id', 'uuid'),
};
