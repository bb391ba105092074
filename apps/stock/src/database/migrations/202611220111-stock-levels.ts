import { migration } from '@navette/platform/database';

/**
 * ST-10, ST-12. A movement is written once; what it does to quantity and value is done by the database, in the same
 * statement, so that on hand is the sum of the movements whoever writes them. Whoever writes holds the row of
 * `part_stock` first: it is the one lock of a part's stock, in every location.
 */
export const stockLevels = migration('202611220111-stock-levels', async (m) => {
  await m.sql(`create table part_stock (
    station_id uuid not null,
    part_id uuid not null,
    on_hand numeric(14,4) not null default 0,
    value numeric(14,2) not null default 0,
    is_negative boolean not null generated always as (on_hand < 0) stored,
    primary key (station_id, part_id),
    foreign key (station_id, part_id) references part (station_id, id),
    constraint part_stock_value check (
      (on_hand = 0 and value = 0) or (on_hand > 0 and value >= 0) or (on_hand < 0 and value <= 0)))`);
  await m.sql('create index part_stock_negative on part_stock (station_id, part_id) where is_negative');
  await m.tenantTable('part_stock', { app: ['insert', 'update'] });

  await m.sql(`create table stock_level (
    station_id uuid not null,
    part_id uuid not null,
    location text not null check (location ~ '^[a-z0-9-]{1,40}$'),
    on_hand numeric(14,4) not null default 0,
    reserved numeric(14,4) not null default 0,
    primary key (station_id, part_id, location),
    foreign key (station_id, part_id) references part_stock (station_id, part_id),
    constraint stock_level_reserved check (reserved >= 0 and reserved <= greatest(on_hand, 0)))`);
  await m.tenantTable('stock_level', { app: ['insert', 'update'] });

  await m.sql(`create table stock_movement (
    station_id uuid not null,
    seq bigint not null generated always as identity,
    part_id uuid not null,
    location text not null,
    kind text not null check (kind in ('receipt', 'sale', 'repair_use', 'correction_in', 'correction_out', 'transfer',
      'inventory', 'disassembly', 'return', 'revaluation')),
    quantity numeric(14,4) not null,
    value numeric(14,2) not null,
    on_hand_after numeric(14,4) not null,
    value_after numeric(14,2) not null,
    has_stock_after boolean not null generated always as (on_hand_after > 0) stored,
    origin_kind text not null
      check (origin_kind in ('goods_receipt', 'correction', 'intervention_file', 'customer_order')),
    origin_id uuid not null,
    origin_line_id uuid,
    reason text not null check (length(reason) <= 200),
    actor_kind text not null,
    actor_id text not null,
    occurred_at timestamptz not null,
    primary key (station_id, seq),
    foreign key (station_id, part_id, location) references stock_level (station_id, part_id, location),
    constraint stock_movement_quantity check ((kind = 'revaluation') = (quantity = 0)),
    constraint stock_movement_reason check (kind not in ('correction_in', 'correction_out') or reason <> ''))`);
  await m.sql('create index stock_movement_part on stock_movement (station_id, part_id, seq)');
  await m.sql(
    'create index stock_movement_cost on stock_movement (station_id, part_id, seq desc) where has_stock_after',
  );
  await m.sql('create index stock_movement_origin on stock_movement (station_id, origin_kind, origin_id)');
  await m.tenantTable('stock_movement', { app: ['insert'] });

  await m.sql(`create function apply_stock_movements() returns trigger language plpgsql as $$
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
        join part_stock s on (s.station_id, s.part_id) = (w.station_id, w.part_id)
        where s.on_hand < 0 and w.quantity < 0 limit 1' into wrong;
      if wrong is not null then
        raise exception 'stock of part % would be negative', wrong
          using errcode = 'check_violation', constraint = 'part_stock_not_negative';
      end if;
      return null;
    end $$`);
  await m.sql(`create trigger stock_movement_applied after insert on stock_movement
    referencing new table as written for each statement execute function apply_stock_movements()`);
});
