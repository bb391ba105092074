import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const code = column('p.code', 'text');

/** PA-13, PA-17: how the list of commission scales may be asked. */
export const scaleList: ListDefinition = {
  filters: { id: filterBy(column('p.id', 'uuid'), 'eq', 'in'), code: filterBy(code, 'prefix') },
  sorts: { code: [code] },
  defaultSort: 'code',
  id: column('p.id', 'uuid'),
};
