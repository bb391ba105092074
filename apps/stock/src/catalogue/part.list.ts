import { column, filterBy, type FieldFilter, type ListDefinition } from '@navette/platform/database';
import { normalisedReference } from './part.js';

const reference = column('p.reference_norm', 'text');
const byReference = filterBy(reference, 'prefix');

/** The beginning of a reference of part `p`, in capitals or not. */
export const referencePrefix: FieldFilter = {
  type: 'text',
  operators: {
    prefix: ([typed = ''], bind) => byReference.operators['prefix']?.([normalisedReference(typed)], bind) ?? 'false',
  },
};

/** ST-1: how the catalogue may be asked; words of a designation are a search. */
export const partList: ListDefinition = {
  filters: {
    id: filterBy(column('p.id', 'uuid'), 'eq', 'in'),
    kind: filterBy(column('p.kind', 'text'), 'eq', 'in'),
    state: filterBy(column('p.state', 'text'), 'eq', 'in'),
    reference: referencePrefix,
    supplierPartyId: filterBy(column('p.supplier_party_id', 'uuid'), 'eq', 'in'),
    manufacturerPartyId: filterBy(column('p.manufacturer_party_id', 'uuid'), 'eq', 'in'),
    brandId: filterBy(column('p.brand_id', 'uuid'), 'eq', 'in'),
    familyId: filterBy(column('p.family_id', 'uuid'), 'eq', 'in'),
    locationId: filterBy(column('p.location_id', 'uuid'), 'eq', 'in'),
    orderingPartyId: filterBy(column('p.ordering_party_id', 'uuid'), 'eq', 'in'),
  },
  sorts: { reference: [reference] },
  defaultSort: 'reference',
  id: column('p.id', 'uuid'),
};
