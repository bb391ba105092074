import { column, filterBy, type FieldFilter, type ListDefinition } from '@navette/platform/database';
import { normalised } from '../parties/party.js';

const code = column('p.code', 'text');
const name = column('p.name_norm', 'text');
const startsWith = filterBy(name, 'prefix').operators['prefix'] as FieldFilter['operators'][string];

/** PA-13, PA-17: how the list of representatives may be asked. */
export const representativeList: ListDefinition = {
  filters: {
    id: filterBy(column('p.id', 'uuid'), 'eq', 'in'),
    code: filterBy(code, 'prefix'),
    name: { type: 'text', operators: { prefix: ([typed = ''], bind) => startsWith([normalised(typed)], bind) } },
    active: filterBy(column('p.active', 'boolean'), 'eq'),
    territory: filterBy(column('p.territory', 'text'), 'eq', 'prefix'),
    familyId: filterBy(column('p.family_id', 'uuid'), 'eq', 'in'),
    commissionScaleId: {
      type: 'uuid',
      operators: {
        eq: ([id = ''], bind) => `case when p.inherits_scales
          then exists (select from family_scale x where x.station_id = p.station_id and x.family_id = p.family_id
            and x.scale_id = ${bind(id, 'uuid')})
          else exists (select from representative_scale x where x.station_id = p.station_id
            and x.representative_id = p.id and x.scale_id = ${bind(id, 'uuid')}) end`,
      },
    },
  },
  sorts: { code: [code], name: [name] },
  defaultSort: 'code',
  id: column('p.id', 'uuid'),
};
