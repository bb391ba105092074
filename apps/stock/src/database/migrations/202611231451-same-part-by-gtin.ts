import { migration } from '@navette/platform/database';

/**
 * ST-15: a sister's part is ours by its reference or, where references differ, by its GTIN (ADR 0066). A code as long as a GTIN
 * whose prefix GS1 leaves to whoever prints it (02, 04, 2; 0 and 2 of eight digits) is the station's own, and says nothing
 * elsewhere.
 */
export const samePartByGtin = migration('202611231451-same-part-by-gtin', async (m) => {
  await m.sql(`alter table part_barcode add column gtin text collate "C" generated always as (case
      when code ~ '^[1345679][0-9]{7}$' then lpad(code, 14, '0')
      when code ~ '^[0-9]{12,14}$' and lpad(code, 14, '0') !~ '^[0-9](02|04|2)' then lpad(code, 14, '0') end) stored`);
  await m.sql('create index part_barcode_gtin on part_barcode (station_id, gtin) where gtin is not null');

  // Asked within a station by who is asked for parts, and of its sisters by network_stock: one rule for both.
  await m.sql(`create function part_known_as(station uuid, norm text, gtins text[], maker text) returns uuid
    language sql stable set search_path = pg_catalog, public, pg_temp as $$
      select coalesce(
        min(same.id::text) filter (where same.by_reference),
        case when count(distinct same.id) = 1 then min(same.id::text) end)::uuid
      from (
        select p.id, true as by_reference from part p where p.station_id = station and p.reference_norm = norm
        union all
        select b.part_id, false from part_barcode b where b.station_id = station and b.gtin = any (gtins)) same
      join part p on p.station_id = station and p.id = same.id and p.kind = 'part'
      left join party_ref theirs on theirs.station_id = station and theirs.id = p.manufacturer_party_id
      where maker = '' or coalesce(theirs.code, '') in ('', maker) $$`);
  await m.sql('revoke all on function part_known_as(uuid, text, text[], text) from public');
  await m.sql(`grant execute on function part_known_as(uuid, text, text[], text) to ${m.roles.app}, ${m.roles.search}`);

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
        join part_stock s on s.station_id = r.station_id and s.part_id = p.id and s.frozen_by is null
        join stock_level l on l.station_id = s.station_id and l.part_id = s.part_id and l.location = 'depot'
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
