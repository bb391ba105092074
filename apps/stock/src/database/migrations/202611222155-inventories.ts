import { migration } from '@navette/platform/database';

/**
 * ST-14, ST-19, E-081 to E-085. `part_stock.frozen_by` is the freeze: a part is in one inventory at a time, and who would take
 * it holds the row that says so. What phones write is kept entry by entry; a line keeps what follows from them.
 */
export const inventories = migration('202611222155-inventories', async (m) => {
  await m.sql(`alter table number_counter drop constraint number_counter_kind_check,
    add constraint number_counter_kind_check check (kind in ('CF', 'ES', 'IV'))`);
  await m.sql(`alter table stock_movement drop constraint stock_movement_origin_kind_check,
    add constraint stock_movement_origin_kind_check
      check (origin_kind in ('goods_receipt', 'correction', 'intervention_file', 'customer_order', 'inventory'))`);

  // E-081: reasons are one more list of the station.
  await m.sql(`alter table catalogue_entry drop constraint catalogue_entry_kind_check,
    add constraint catalogue_entry_kind_check check (kind in
      ('brand', 'appliance_type', 'part_family', 'unit', 'storage_location', 'discrepancy_reason'))`);

  await m.sql(`create table inventory (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text not null,
    label text not null check (length(label) <= 80),
    state text not null check (state in ('counting', 'validated', 'cancelled')),
    scope jsonb not null,
    group_by text not null check (group_by in ('none', 'family', 'location', 'supplier')),
    sort_by text not null check (sort_by in ('family', 'reference', 'location', 'supplier')),
    to_post boolean not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    posted_value numeric(14,2) not null default 0,
    lines int not null default 0,
    counted int not null default 0,
    recount int not null default 0,
    entered int not null default 0,
    ticked int not null default 0,
    primary key (station_id, id),
    unique (station_id, number),
    check ((state = 'counting') = (closed_at is null)))`);
  await m.sql('create index inventory_opened on inventory (station_id, opened_at desc, id desc)');
  await m.tenantTable('inventory', { app: ['insert', 'update'] });

  await m.sql(`alter table part_stock add frozen_by uuid,
    add foreign key (station_id, frozen_by) references inventory (station_id, id)`);
  await m.sql('create index part_stock_frozen on part_stock (station_id, frozen_by) where frozen_by is not null');

  await m.sql(`create table inventory_line (
    station_id uuid not null,
    id uuid not null,
    inventory_id uuid not null,
    position int not null check (position > 0),
    part_id uuid not null,
    changed int not null,
    standing text not null default 'none' check (standing in ('none', 'counted', 'recount')),
    standing_quantity numeric(14,4) check (standing_quantity >= 0),
    standing_sequence bigint,
    counted numeric(14,4) check (counted >= 0),
    at_sequence bigint,
    expected numeric(14,4),
    difference numeric(14,4) generated always as (counted - expected) stored,
    differs boolean not null generated always as (counted is not null and counted <> expected) stored,
    is_entered boolean not null generated always as (counted is not null) stored,
    is_ticked boolean not null default false,
    reason_id uuid,
    reason_kind text not null default 'discrepancy_reason' check (reason_kind = 'discrepancy_reason'),
    is_posted boolean not null default false,
    posted_quantity numeric(14,4) not null default 0,
    posted_value numeric(14,2) not null default 0,
    primary key (station_id, id),
    unique (station_id, inventory_id, part_id),
    unique (station_id, inventory_id, position),
    unique (station_id, id, inventory_id),
    foreign key (station_id, inventory_id) references inventory (station_id, id),
    foreign key (station_id, part_id) references part_stock (station_id, part_id),
    foreign key (station_id, reason_id, reason_kind) references catalogue_entry (station_id, id, kind),
    constraint inventory_line_standing
      check ((standing = 'counted') = (standing_quantity is not null) and (standing_quantity is null) = (standing_sequence is null)),
    constraint inventory_line_counted check ((counted is null) = (at_sequence is null) and (counted is null) = (expected is null)),
    constraint inventory_line_ticked check (not is_ticked or counted is not null),
    constraint inventory_line_posted check (not is_posted or counted is not null))`);
  await m.sql('create index inventory_line_part on inventory_line (station_id, part_id)');
  await m.sql('create index inventory_line_changed on inventory_line (station_id, inventory_id, changed)');
  await m.tenantTable('inventory_line', { app: ['insert', 'update'] });

  // How far it is, counted by the database. Planned anew each time.
  const counts = (table: string, sign: string) => `
    select station_id, inventory_id, ${sign} 1 as lines, ${sign} (standing = ''counted'')::int as counted,
      ${sign} (standing = ''recount'')::int as recount, ${sign} is_entered::int as entered, ${sign} is_ticked::int as ticked
    from ${table}`;
  const counted = (changes: string) => `
    begin
      execute 'update inventory i set lines = i.lines + d.lines, counted = i.counted + d.counted,
          recount = i.recount + d.recount, entered = i.entered + d.entered, ticked = i.ticked + d.ticked
        from (select station_id, inventory_id, sum(lines) as lines, sum(counted) as counted, sum(recount) as recount,
            sum(entered) as entered, sum(ticked) as ticked from (${changes}) c group by 1, 2) d
        where (i.station_id, i.id) = (d.station_id, d.inventory_id)
          and (d.lines <> 0 or d.counted <> 0 or d.recount <> 0 or d.entered <> 0 or d.ticked <> 0)';
      return null;
    end`;
  const triggers = [
    ['insert', counts('written', ''), 'new table as written'],
    [
      'update',
      `${counts('written', '')} union all ${counts('overwritten', '-')}`,
      'old table as overwritten new table as written',
    ],
  ] as const;
  for (const [event, changes, tables] of triggers) {
    const name = `count_inventory_lines_on_${event}`;
    await m.sql(`create function ${name}() returns trigger language plpgsql as $$ ${counted(changes)} $$`);
    await m.sql(`create trigger ${name} after ${event} on inventory_line referencing ${tables}
      for each statement execute function ${name}()`);
  }

  // What is counted leaves only by its inventory, and is promised to nobody.
  await m.sql(`create function frozen_stock_leaves() returns trigger language plpgsql as $$
    declare
      frozen uuid;
    begin
      execute 'select w.part_id from written w
        join part_stock s on (s.station_id, s.part_id) = (w.station_id, w.part_id) and s.frozen_by is not null
        where (w.quantity < 0 or w.kind = ''correction_in'')
          and not (w.origin_kind = ''inventory'' and w.origin_id = s.frozen_by) limit 1' into frozen;
      if frozen is not null then
        raise exception 'part % is being counted', frozen
          using errcode = 'check_violation', constraint = 'part_stock_frozen';
      end if;
      return null;
    end $$`);
  await m.sql(`create trigger stock_movement_of_frozen after insert on stock_movement
    referencing new table as written for each statement execute function frozen_stock_leaves()`);
  await m.sql(`create function frozen_stock_allocated() returns trigger language plpgsql as $$
    declare
      frozen uuid;
    begin
      execute 'select w.part_id from written w
        join part_stock s on (s.station_id, s.part_id) = (w.station_id, w.part_id) and s.frozen_by is not null
        where w.is_open limit 1' into frozen;
      if frozen is not null then
        raise exception 'part % is being counted', frozen
          using errcode = 'check_violation', constraint = 'part_stock_frozen';
      end if;
      return null;
    end $$`);
  await m.sql(`create trigger allocation_of_frozen after insert on allocation
    referencing new table as written for each statement execute function frozen_stock_allocated()`);

  // Of links and devices the hashes alone. Who comes with a secret has no station yet: the engine finds it.
  await m.sql(`create table count_link (
    station_id uuid not null,
    id uuid not null,
    network_id uuid not null,
    inventory_id uuid not null,
    hash bytea not null check (length(hash) = 32),
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (station_id, id),
    unique (station_id, hash),
    foreign key (station_id, inventory_id) references inventory (station_id, id))`);
  await m.sql('create index count_link_hash on count_link (hash)');
  await m.sql('create index count_link_inventory on count_link (station_id, inventory_id)');
  await m.tenantTable('count_link', { app: ['insert', 'update'], engine: ['select'] });

  await m.sql(`create table count_device (
    station_id uuid not null,
    id uuid not null,
    network_id uuid not null,
    inventory_id uuid not null,
    link_id uuid not null,
    hash bytea not null check (length(hash) = 32),
    counter text not null check (counter <> '' and length(counter) <= 40),
    joined_at timestamptz not null,
    seen_at timestamptz not null,
    revoked_at timestamptz,
    entries int not null default 0,
    primary key (station_id, id),
    unique (station_id, hash),
    unique (station_id, id, inventory_id),
    foreign key (station_id, link_id) references count_link (station_id, id),
    foreign key (station_id, inventory_id) references inventory (station_id, id))`);
  await m.sql('create index count_device_hash on count_device (hash)');
  await m.sql('create index count_device_inventory on count_device (station_id, inventory_id)');
  await m.tenantTable('count_device', { app: ['insert', 'update'], engine: ['select'] });

  await m.sql(`create table count_entry (
    station_id uuid not null,
    device_id uuid not null,
    inventory_id uuid not null,
    operation int not null check (operation between 1 and 200000),
    line_id uuid not null,
    quantity numeric(14,4) not null check (quantity >= 0),
    at_sequence bigint not null,
    moved boolean not null,
    arrived_at timestamptz not null,
    primary key (station_id, device_id, operation),
    foreign key (station_id, device_id, inventory_id) references count_device (station_id, id, inventory_id),
    foreign key (station_id, line_id, inventory_id) references inventory_line (station_id, id, inventory_id))`);
  await m.sql('create index count_entry_line on count_entry (station_id, line_id, device_id, operation desc)');
  await m.tenantTable('count_entry', { app: ['insert'] });
});
