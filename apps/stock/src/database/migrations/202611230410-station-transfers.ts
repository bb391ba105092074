import { migration } from '@navette/platform/database';

/**
 * ST-15, ST-11. Each of the two stations has its own half of a transfer, under the same id (ADR 0050). What a transfer owes its
 * need counts as on order, by the counters of `order_line_need`: what is asked of a sister is not ordered from a supplier.
 */
export const stationTransfers = migration('202611230410-station-transfers', async (m) => {
  await m.sql(`alter table stock_movement drop constraint stock_movement_origin_kind_check,
    add constraint stock_movement_origin_kind_check check (origin_kind in ('goods_receipt', 'correction',
      'intervention_file', 'customer_order', 'inventory', 'supplier_return', 'internal_transfer', 'part_merge', 'station_transfer'))`);
  await m.sql(`alter table number_counter drop constraint number_counter_kind_check,
    add constraint number_counter_kind_check check (kind in ('CF', 'ES', 'IV', 'RF', 'TR'))`);
  await m.sql(`alter table station_ref add network_id uuid, add name text not null default ''`);
  await m.sql('create index station_ref_network on station_ref (network_id, station_id)');
  await m.sql(`alter table party_ref add code text collate "C" not null default ''`);

  await m.sql(`create table station_transfer (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text not null collate "C",
    side text not null check (side in ('incoming', 'outgoing')),
    other_station_id uuid not null,
    other_code text not null,
    other_name text not null,
    part_id uuid not null,
    need_id uuid,
    quantity numeric(14,4) not null check (quantity > 0),
    state text not null check (state in
      ('requested', 'accepted', 'refused', 'issued', 'received', 'cancelling', 'cancelled')),
    value numeric(14,2) check (value >= 0),
    received numeric(14,4) check (received between 0 and quantity),
    received_value numeric(14,2) check (received_value between 0 and value),
    lost numeric(14,4) generated always as (quantity - received) stored,
    lost_value numeric(14,2) generated always as (value - received_value) stored,
    refusal text not null default '' check (refusal in ('', 'by-hand', 'part-unknown', 'station-unknown')),
    reason text not null default '' check (length(reason) <= 200),
    saga_id uuid,
    requested_at timestamptz not null,
    issued_at timestamptz,
    closed_at timestamptz,
    primary key (station_id, id),
    foreign key (station_id, part_id) references part (station_id, id),
    foreign key (station_id, need_id) references need (station_id, id),
    check (other_station_id <> station_id),
    check ((side = 'incoming') = (need_id is not null)),
    check (state <> 'cancelling' or side = 'incoming'),
    constraint station_transfer_issued check ((state in ('issued', 'received')) = (value is not null)
      and (value is null) = (issued_at is null)),
    constraint station_transfer_received check ((state = 'received') = (received is not null)
      and (received is null) = (received_value is null)),
    constraint station_transfer_refused check ((state = 'refused') = (refusal <> '')),
    constraint station_transfer_closed check ((state in ('received', 'refused', 'cancelled')) = (closed_at is not null)),
    constraint station_transfer_reason check
      ((refusal <> 'by-hand' and (received is null or received = quantity)) or reason <> ''))`);
  await m.sql(`create unique index station_transfer_own_number on station_transfer (station_id, number)
    where side = 'incoming'`);
  await m.sql('create index station_transfer_requested on station_transfer (station_id, requested_at, id)');
  await m.sql('create index station_transfer_number on station_transfer (station_id, number, id)');
  await m.sql('create index station_transfer_part on station_transfer (station_id, part_id)');
  await m.sql('create index station_transfer_need on station_transfer (station_id, need_id)');
  await m.tenantTable('station_transfer', { app: ['insert', 'update'] });

  await m.sql(`create table transfer_need (
    station_id uuid not null,
    transfer_id uuid not null,
    need_id uuid not null,
    quantity numeric(14,4) not null check (quantity >= 0),
    open numeric(14,4) not null check (open >= 0 and open <= quantity),
    is_open boolean not null generated always as (open > 0) stored,
    primary key (station_id, transfer_id, need_id),
    foreign key (station_id, transfer_id) references station_transfer (station_id, id),
    foreign key (station_id, need_id) references need (station_id, id))`);
  await m.sql('create index transfer_need_open on transfer_need (station_id, need_id) where is_open');
  await m.tenantTable('transfer_need', { app: ['insert', 'update'] });
  await m.sql(`create trigger transfer_need_counted after insert on transfer_need
    referencing new table as written for each statement execute function count_on_order()`);
  await m.sql(`create trigger transfer_need_recounted after update on transfer_need
    referencing old table as overwritten new table as written
    for each statement execute function recount_on_order()`);

  // Of sister stations it tells their names and one figure, of one part of ours; hence the search role. What is being counted
  // is promised to nobody.
  await m.sql(`create function network_stock(wanted uuid)
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
        join part p on p.station_id = r.station_id and p.reference_norm = mine.reference_norm and p.kind = 'part'
        left join party_ref theirs on theirs.station_id = p.station_id and theirs.id = p.manufacturer_party_id
        join part_stock s on s.station_id = p.station_id and s.part_id = p.id and s.frozen_by is null
        join stock_level l on l.station_id = s.station_id and l.part_id = s.part_id and l.location = 'depot'
        cross join lateral (
          select l.on_hand - l.reserved - coalesce((
              select sum(g.quantity - coalesce((
                select sum(a.quantity) from allocation a
                where a.station_id = g.station_id and a.receipt_line_id = g.id and a.is_open), 0))
              from goods_receipt d join goods_receipt_line g on g.station_id = d.station_id and g.receipt_id = d.id
              where d.station_id = s.station_id and d.is_leaving and g.part_id = s.part_id), 0) as free) f
        where mine.station_id = station and mine.id = wanted and mine.kind = 'part' and f.free > 0
          and (maker.code is null or theirs.code is null or '' in (maker.code, theirs.code) or maker.code = theirs.code)
        order by f.free desc, r.code limit 50;
    end $$`);
  const signature = 'network_stock(uuid)';
  await m.sql(`grant select on station_ref, party_ref, part_stock, stock_level, allocation, goods_receipt, goods_receipt_line
    to ${m.roles.search}`);
  await m.sql(`revoke all on function ${signature} from public`);
  await m.sql(`grant execute on function ${signature} to ${m.roles.app}`);
  // Who is given a function must be able to make one, for that moment.
  await m.sql(`grant create on schema public to ${m.roles.search}`);
  await m.sql(`alter function ${signature} owner to ${m.roles.search}`);
  await m.sql(`revoke create on schema public from ${m.roles.search}`);
});
