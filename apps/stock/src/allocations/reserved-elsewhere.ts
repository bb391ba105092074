import { DEPOT } from '../stock-levels/stock-level.js';

/** What is reserved for `need n` in other places than the depot, by place (ST-11); JSON as `ReservedElsewhere` of the contracts. */
export const RESERVED_ELSEWHERE = `
  coalesce((
    select json_agg(json_build_object('placeId', e.id, 'code', e.code, 'label', e.label, 'quantity', h.quantity::text)
      order by e.code)
    from (
      select location, sum(quantity) as quantity from allocation a
      where a.station_id = n.station_id and a.need_id = n.id and a.is_open and a.location <> '${DEPOT}'
      group by location) h
    join catalogue_entry e on e.station_id = n.station_id and e.id = h.location::uuid), '[]')`;
