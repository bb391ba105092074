import { migration } from '@navette/platform/database';

/**
 * ST-11, ST-14, ADR 72: an inventory counts one place, the depot unless it names another, and what it freezes is a part there:
 * `stock_level.frozen_by`. Nobody but an inventory of that very place can freeze it, and each place is counted by one at a time.
 */
export const inventoriesOfPlaces = migration('202611231611-inventories-of-places', async (m) => {
  await m.sql(`alter table inventory add place_id uuid,
    add place_kind text not null generated always as ('stock_place') stored,
    add location text not null generated always as (coalesce(place_id::text, 'depot')) stored,
    add foreign key (station_id, place_id, place_kind) references catalogue_entry (station_id, id, kind),
    add constraint inventory_of_place unique (station_id, id, location)`);
  await m.sql(`alter table stock_level add frozen_by uuid,
    add foreign key (station_id, frozen_by, location) references inventory (station_id, id, location)`);
  await m.sql(`update stock_level l set frozen_by = s.frozen_by from part_stock s
    where (s.station_id, s.part_id) = (l.station_id, l.part_id) and l.location = 'depot' and s.frozen_by is not null`);
  await m.sql('create index stock_level_frozen on stock_level (station_id, frozen_by) where frozen_by is not null');

  // Copies of the release before freeze and free a part as a whole, which was the depot, while an upgrade replaces them.
  await m.sql(`create function freeze_depot() returns trigger language plpgsql as $$
    begin
      update stock_level set frozen_by = new.frozen_by
      where (station_id, part_id, location) = (new.station_id, new.part_id, 'depot');
      return null;
    end $$`);
  await m.sql(`create trigger part_stock_frozen_by after update of frozen_by on part_stock
    for each row when (new.frozen_by is distinct from old.frozen_by) execute function freeze_depot()`);

  // They do not know what copies of this one froze: what is over freezes nothing, whoever ends it.
  await m.sql(`create function thaw_what_is_over() returns trigger language plpgsql as $$
    begin
      update stock_level set frozen_by = null where station_id = new.station_id and frozen_by = new.id;
      return null;
    end $$`);
  await m.sql(`create constraint trigger inventory_over after update of state on inventory deferrable initially deferred
    for each row when (new.state <> 'counting') execute function thaw_what_is_over()`);

  // What is counted leaves only by its inventory, nothing is brought there by hand, and none of it is promised.
  await m.sql(`create or replace function frozen_stock_leaves() returns trigger language plpgsql as $$
    declare
      frozen uuid;
    begin
      execute 'select w.part_id from written w
        join stock_level l on (l.station_id, l.part_id, l.location) = (w.station_id, w.part_id, w.location)
          and l.frozen_by is not null
        where (w.quantity < 0 or w.kind = ''correction_in'' or w.origin_kind in (''internal_transfer'', ''part_merge''))
          and not (w.origin_kind = ''inventory'' and w.origin_id = l.frozen_by) limit 1' into frozen;
      if frozen is not null then
        raise exception 'part % is being counted', frozen
          using errcode = 'check_violation', constraint = 'part_stock_frozen';
      end if;
      return null;
    end $$`);
  await m.sql(`create or replace function frozen_stock_allocated() returns trigger language plpgsql as $$
    declare
      frozen uuid;
    begin
      execute 'select w.part_id from written w
        join stock_level l on (l.station_id, l.part_id, l.location) = (w.station_id, w.part_id, w.location)
          and l.frozen_by is not null
        where w.is_open limit 1' into frozen;
      if frozen is not null then
        raise exception 'part % is being counted', frozen
          using errcode = 'check_violation', constraint = 'part_stock_frozen';
      end if;
      return null;
    end $$`);

  // As before, but for what is being counted: at the depot, which sisters are served from.
  await m.sql(`create or replace function network_stock(wanted uuid)
    returns table (station_id uuid, code text, name text, free numeric)
    language plpgsql stable security definer rows 20
    set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_custom_plan as $$
    declare
      station constant uuid := nullif(current_setting('app.station_id', true), '')::uuid;
    begin
      return query
        select r.station_id, r.code, r.name, f.free
        from part mine
        join station_ref me on me.station_id = station
        left join party_ref maker on maker.station_id = station and maker.id = mine.manufacturer_party_id
        join station_ref r on r.network_id = me.network_id and r.station_id <> station
        cross join lateral (select part_known_as(r.station_id, mine.reference_norm, array(
            select b.gtin from part_barcode b where b.station_id = station and b.part_id = mine.id and b.gtin is not null),
          coalesce(maker.code, '')) as id) p
        join part_stock s on s.station_id = r.station_id and s.part_id = p.id
        join stock_level l on l.station_id = s.station_id and l.part_id = s.part_id and l.location = 'depot'
          and l.frozen_by is null
        cross join lateral (
          select l.on_hand - l.reserved - coalesce((
              select sum(g.quantity - coalesce((
                select sum(a.quantity) from allocation a
                where a.station_id = g.station_id and a.receipt_line_id = g.id and a.is_open), 0))
              from goods_receipt d join goods_receipt_line g on g.station_id = d.station_id and g.receipt_id = d.id
              where d.station_id = s.station_id and d.is_leaving and g.part_id = s.part_id), 0) as free) f
        where mine.station_id = station and mine.id = wanted and mine.kind = 'part' and f.free > 0
        order by f.free desc, r.code limit 50;
    end $$`);
});
