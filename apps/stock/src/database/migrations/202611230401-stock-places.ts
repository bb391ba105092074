import { migration } from '@navette/platform/database';

/**
 * ST-11, ADR 53. Where quantity lies and is counted: the depot, which always is there, and places of the station's own list.
 * What lies elsewhere is there: only the depot's stock may be below zero, where the station allows it (ST-12).
 */
export const stockPlaces = migration('202611230401-stock-places', async (m) => {
  await m.sql(`alter table catalogue_entry drop constraint catalogue_entry_kind_check,
    add constraint catalogue_entry_kind_check check (kind in ('brand', 'appliance_type', 'part_family', 'unit',
      'storage_location', 'discrepancy_reason', 'stock_place')),
    add place_type text check (place_type in ('depot', 'van', 'counter', 'bin')),
    add constraint catalogue_entry_place check ((kind = 'stock_place') = (place_type is not null))`);

  await m.sql(`alter table stock_level
    add place_id uuid generated always as (case when location = 'depot' then null else location::uuid end) stored,
    add place_kind text generated always as ('stock_place') stored,
    add is_negative boolean not null generated always as (on_hand < 0) stored,
    add foreign key (station_id, place_id, place_kind) references catalogue_entry (station_id, id, kind),
    add constraint stock_level_elsewhere check (location = 'depot' or on_hand >= 0)`);
  await m.sql('create index stock_level_negative on stock_level (station_id, part_id) where is_negative');

  await m.sql(`alter table stock_movement drop constraint stock_movement_origin_kind_check,
    add constraint stock_movement_origin_kind_check check (origin_kind in ('goods_receipt', 'correction',
      'intervention_file', 'customer_order', 'inventory', 'supplier_return', 'internal_transfer'))`);
  // What an inventory, which counts the depot, takes off the part's stock at a movement.
  await m.sql(`create index stock_movement_elsewhere on stock_movement (station_id, part_id, seq)
    where location <> 'depot'`);

  // As before, but for the last check: what counts is what is there where it leaves from.
  await m.sql(`create or replace function apply_stock_movements() returns trigger language plpgsql as $$
    declare
      wrong uuid;
    begin
      -- Planned anew each time: a plan kept from when the tables were empty would scan them.
      execute 'update stock_level l set on_hand = l.on_hand + d.quantity
        from (select station_id, part_id, location, sum(quantity) as quantity from written group by 1, 2, 3) d
        where (l.station_id, l.part_id, l.location) = (d.station_id, d.part_id, d.location) and d.quantity <> 0';
      execute 'update part_stock s set on_hand = s.on_hand + d.quantity, value = s.value + d.value
        from (select station_id, part_id, sum(quantity) as quantity, sum(value) as value from written group by 1, 2) d
        where (s.station_id, s.part_id) = (d.station_id, d.part_id)';

      execute 'select l.part_id
        from (select distinct on (station_id, part_id) * from written order by station_id, part_id, seq desc) l
        join part_stock s on (s.station_id, s.part_id) = (l.station_id, l.part_id)
        where (s.on_hand, s.value) is distinct from (l.on_hand_after, l.value_after) limit 1' into wrong;
      if wrong is not null then
        raise exception 'movements of part % do not follow from its stock', wrong
          using errcode = 'check_violation', constraint = 'stock_movement_after';
      end if;

      execute 'select w.part_id
        from written w
        join station_settings t on t.station_id = w.station_id and t.refuse_negative_stock
        join stock_level l on (l.station_id, l.part_id, l.location) = (w.station_id, w.part_id, w.location)
        where l.on_hand < 0 and w.quantity < 0 limit 1' into wrong;
      if wrong is not null then
        raise exception 'stock of part % would be negative', wrong
          using errcode = 'check_violation', constraint = 'part_stock_not_negative';
      end if;
      return null;
    end $$`);
});
