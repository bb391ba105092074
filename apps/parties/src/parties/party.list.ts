import { column, filterBy, type FieldFilter, type ListDefinition } from '@navette/platform/database';
import { normalised, normalisedEmail } from './party.js';

const name = column('p.name_norm', 'text');
const firstName = column('p.first_name_norm', 'text');
const createdAt = column('p.created_at', 'timestamptz');
const updatedAt = column('p.updated_at', 'timestamptz');
const startsWith = filterBy(name, 'prefix').operators['prefix'] as FieldFilter['operators'][string];

/** PA-18: a supplier is to be set up until its parts have coefficients, of its own or those chosen for them. */
export const TO_SET_UP = `('supplier' = any (p.kinds) and not exists (select from price_band x
  where x.station_id = p.station_id and x.party_id = coalesce(p.coefficients_of, p.id)))`;

/** PA-17: how the list of parties may be asked. */
export const partyList: ListDefinition = {
  filters: {
    kind: {
      type: 'text',
      operators: {
        eq: ([kind = ''], bind) => `${bind(kind, 'text')} = any (p.kinds)`,
        in: (kinds, bind) => `p.kinds && ${bind(kinds, 'text[]')}`,
      },
    },
    name: { type: 'text', operators: { prefix: ([typed = ''], bind) => startsWith([normalised(typed)], bind) } },
    email: {
      type: 'text',
      operators: {
        eq: ([email = ''], bind) =>
          `exists (select from party_email x where x.station_id = p.station_id and x.party_id = p.id
             and x.email_norm = ${bind(normalisedEmail(email), 'text')})`,
      },
    },
    id: filterBy(column('p.id', 'uuid'), 'eq', 'in'),
    source: filterBy(column('p.source', 'text'), 'eq', 'in'),
    pricingToSetUp: {
      type: 'boolean',
      operators: { eq: ([wanted = ''], bind) => `${TO_SET_UP} = ${bind(wanted, 'boolean')}` },
    },
    customerFamilyId: filterBy(column('p.customer_family_id', 'uuid'), 'eq', 'in'),
    supplierFamilyId: filterBy(column('p.supplier_family_id', 'uuid'), 'eq', 'in'),
    representativeId: filterBy(column('p.representative_id', 'uuid'), 'eq', 'in'),
    createdAt: filterBy(createdAt, 'gte', 'lt'),
    updatedAt: filterBy(updatedAt, 'gte', 'lt'),
  },
  sorts: {
    name: [name, firstName],
    city: [column('p.city_norm', 'text'), name, firstName],
    createdAt: [createdAt],
    updatedAt: [updatedAt],
  },
  defaultSort: 'name',
  id: column('p.id', 'uuid'),
};
