import { column, filterBy, type ListDefinition } from '@navette/platform/database';
import { referencePrefix } from '../catalogue/part.list.js';

const occurredAt = column('m.occurred_at', 'timestamptz');

/** E-078: how the movements of stock may be asked; those of one instant stand in the order of their recording. */
export const stockMovementList: ListDefinition = {
  filters: {
    partId: filterBy(column('m.part_id', 'uuid'), 'eq', 'in'),
    reference: referencePrefix,
    familyId: filterBy(column('p.family_id', 'uuid'), 'eq', 'in'),
    kind: filterBy(column('m.kind', 'text'), 'eq', 'in'),
    originKind: filterBy(column('m.origin_kind', 'text'), 'eq', 'in'),
    // `depot`, or the id of a place.
    placeId: filterBy(column('m.location', 'text'), 'eq'),
    occurredAt: filterBy(occurredAt, 'gte', 'lt'),
  },
  sorts: { occurredAt: [occurredAt] },
  defaultSort: '-occurredAt',
  id: column('m.seq', 'bigint'),
};
