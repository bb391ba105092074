import { migration } from '@navette/platform/database';

/**
 * ST-13, ST-20, ST-21, ST-22: who wants which part, and what was ordered for it. Of a need's counts only `cancelled` is
 * written: what is on order, allocated and consumed is counted from order lines and allocations, what waits is the rest.
 */
export const needsAndOrders = migration('202611220112-needs-and-orders', async (m) => {
  await m.sql(`create table need (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    part_id uuid not null,
    origin_kind text not null check (origin_kind in ('intervention_file', 'customer_order', 'replenishment', 'transfer')),
    origin_id uuid not null,
    origin_number text not null,
    origin_label text not null check (origin_label in ('I-ATE', 'I-DOM', 'BC', '')),
    customer_party_id uuid,
    priority smallint not null check (priority between 1 and 9),
    wanted_on date,
    countermark text collate "C" not null,
    frozen boolean not null,
    created_at timestamptz not null,
    quantity numeric(14,4) not null check (quantity > 0),
    on_order numeric(14,4) not null default 0 check (on_order >= 0),
    allocated numeric(14,4) not null default 0 check (allocated >= 0),
    consumed numeric(14,4) not null default 0 check (consumed >= 0),
    cancelled numeric(14,4) not null default 0 check (cancelled >= 0),
    waiting numeric(14,4) not null
      generated always as (quantity - on_order - allocated - consumed - cancelled) stored,
    is_waiting boolean not null
      generated always as (quantity > on_order + allocated + consumed + cancelled) stored,
    is_unmet boolean not null generated always as (quantity > allocated + consumed + cancelled) stored,
    state text not null generated always as (case
      when cancelled = quantity then 'cancelled'
      when allocated > 0 and quantity > allocated + consumed + cancelled then 'partly_allocated'
      when allocated > 0 then 'allocated'
      when quantity > on_order + consumed + cancelled then 'waiting'
      when on_order > 0 then 'on_order'
      else 'consumed' end) stored,
    primary key (station_id, id),
    foreign key (station_id, part_id) references part (station_id, id),
    constraint need_counts check (waiting >= 0))`);
  await m.sql('create index need_unmet on need (station_id, part_id) where is_unmet');
  await m.sql('create index need_plan on need (station_id, created_at, id) where is_waiting and not frozen');
  await m.sql(
    'create index need_countermark on need (station_id, countermark, created_at) where is_waiting and not frozen',
  );
  await m.sql('create index need_origin on need (station_id, origin_kind, origin_id)');
  await m.tenantTable('need', { app: ['insert', 'update'] });

  // A cancellation that overtook the need it is about; null is all of it.
  await m.sql(`create table need_tombstone (
    station_id uuid not null,
    need_id uuid not null,
    quantity numeric(14,4) check (quantity > 0),
    noted_at timestamptz not null,
    primary key (station_id, need_id))`);
  await m.tenantTable('need_tombstone', { app: ['insert', 'update'] });

  await m.sql(`create table supplier_order (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text not null,
    supplier_party_id uuid not null,
    state text not null check (state in
      ('draft', 'sent', 'acknowledged', 'partially_received', 'received', 'closed', 'cancelled')),
    placed_at timestamptz not null,
    sent_at timestamptz,
    acknowledged_at timestamptz,
    closed_at timestamptz,
    is_receivable boolean not null generated always as
      (state in ('sent', 'acknowledged', 'partially_received', 'received')) stored,
    primary key (station_id, id),
    unique (station_id, number))`);
  await m.sql('create index supplier_order_placed on supplier_order (station_id, placed_at desc, id desc)');
  await m.sql(
    `create index supplier_order_open on supplier_order (station_id, supplier_party_id, placed_at) where is_receivable`,
  );
  await m.tenantTable('supplier_order', { app: ['insert', 'update'] });

  await m.sql(`create table supplier_order_line (
    station_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    position int not null,
    part_id uuid not null,
    quantity numeric(14,4) not null check (quantity > 0),
    received numeric(14,4) not null default 0 check (received >= 0),
    cancelled numeric(14,4) not null default 0 check (cancelled >= 0 and cancelled <= quantity),
    unit_price numeric(14,4) check (unit_price >= 0),
    expected_on date,
    exhausted boolean not null default false,
    primary key (station_id, id),
    unique (station_id, order_id, part_id),
    foreign key (station_id, order_id) references supplier_order (station_id, id),
    foreign key (station_id, part_id) references part (station_id, id))`);
  await m.sql('create index supplier_order_line_part on supplier_order_line (station_id, part_id)');
  await m.tenantTable('supplier_order_line', { app: ['insert', 'update'] });

  await m.sql(`create table order_line_need (
    station_id uuid not null,
    order_line_id uuid not null,
    need_id uuid not null,
    quantity numeric(14,4) not null check (quantity >= 0),
    open numeric(14,4) not null check (open >= 0 and open <= quantity),
    is_open boolean not null generated always as (open > 0) stored,
    primary key (station_id, order_line_id, need_id),
    foreign key (station_id, order_line_id) references supplier_order_line (station_id, id),
    foreign key (station_id, need_id) references need (station_id, id))`);
  await m.sql('create index order_line_need_open on order_line_need (station_id, need_id) where is_open');
  await m.tenantTable('order_line_need', { app: ['insert', 'update'] });

  // What is on order of a need is what its order lines still owe it, kept by the database: with need_counts, no quantity
  // of a need stands on two orders (ST-21). Planned anew each time: a plan kept from when the table was empty would scan it.
  await m.sql(`create function count_on_order() returns trigger language plpgsql as $$
    begin
      execute 'update need n set on_order = n.on_order + d.open, version = n.version + 1
        from (select station_id, need_id, sum(open) as open from written group by 1, 2) d
        where (n.station_id, n.id) = (d.station_id, d.need_id) and d.open <> 0';
      return null;
    end $$`);
  await m.sql(`create trigger order_line_need_counted after insert on order_line_need
    referencing new table as written for each statement execute function count_on_order()`);
  await m.sql(`create function recount_on_order() returns trigger language plpgsql as $$
    begin
      execute 'update need n set on_order = n.on_order + d.open, version = n.version + 1
        from (select station_id, need_id, sum(open) as open
              from (select station_id, need_id, open from written
                    union all select station_id, need_id, -open from overwritten) c group by 1, 2) d
        where (n.station_id, n.id) = (d.station_id, d.need_id) and d.open <> 0';
      return null;
    end $$`);
  await m.sql(`create trigger order_line_need_recounted after update on order_line_need
    referencing old table as overwritten new table as written
    for each statement execute function recount_on_order()`);
});
