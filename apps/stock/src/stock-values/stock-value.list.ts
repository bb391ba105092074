import { column, filterBy, type ListDefinition } from '@navette/platform/database';
import { referencePrefix } from '../catalogue/part.list.js';

const reference = column('p.reference_norm', 'text');
/** Said once of the whole list, not of a row. */
const ofTheList = { eq: () => 'true' };

/** ST-10, ST-12: how the value of stock may be asked; of parts `p` with what their last movement by then left, `x`. */
export const stockValueList: ListDefinition = {
  filters: {
    on: { type: 'date', operators: ofTheList },
    fifo: { type: 'boolean', operators: ofTheList },
    standing: {
      type: 'text',
      operators: { eq: ([standing]) => (standing === 'negative' ? 'x.on_hand_after < 0' : 'x.on_hand_after > 0') },
    },
    id: filterBy(column('p.id', 'uuid'), 'eq', 'in'),
    reference: referencePrefix,
    familyId: filterBy(column('p.family_id', 'uuid'), 'eq', 'in'),
    supplierPartyId: filterBy(column('p.supplier_party_id', 'uuid'), 'eq', 'in'),
  },
  sorts: { reference: [reference] },
  defaultSort: 'reference',
  id: column('p.id', 'uuid'),
};

/** The same in the order in which they stand in the table of stock: for sums. */
export const stockValueWalk: ListDefinition = {
  ...stockValueList,
  sorts: { partId: [] },
  defaultSort: 'partId',
  id: column('s.part_id', 'uuid'),
};
