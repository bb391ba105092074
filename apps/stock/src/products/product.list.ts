import { column, filterBy, type FieldFilter, type ListDefinition } from '@navette/platform/database';
import { looseReference } from './product.js';

const commercial = column('p.commercial_loose', 'text');
const prefixes = [commercial, column('p.technical_loose', 'text')].map(
  (one) => filterBy(one, 'prefix').operators['prefix'] as FieldFilter['operators'][string],
);

/** ST-1: how models of appliances may be asked; either reference is found, however it is written. */
export const productList: ListDefinition = {
  filters: {
    id: filterBy(column('p.id', 'uuid'), 'eq', 'in'),
    reference: {
      type: 'text',
      operators: {
        prefix: ([typed = ''], bind) =>
          `(${prefixes.map((begins) => begins([looseReference(typed)], bind)).join(' or ')})`,
      },
    },
    gtin: filterBy(column('p.gtin', 'text'), 'eq'),
    brandId: filterBy(column('p.brand_id', 'uuid'), 'eq', 'in'),
    typeId: filterBy(column('p.type_id', 'uuid'), 'eq', 'in'),
    active: filterBy(column('p.is_active', 'boolean'), 'eq'),
  },
  sorts: { commercialReference: [commercial] },
  defaultSort: 'commercialReference',
  id: column('p.id', 'uuid'),
};
