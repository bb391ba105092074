import { migration } from '@navette/platform/database';

/** ST-13, ST-20, ST-21, ST-22: who wants which part, and what was ordered for it. */
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
    waiting numeric(14,4) not null check (waiting >= 0),
    on_order numeric(14,4) not null default 0 check (on_order >= 0),
    allocated numeric(14,4) not null default 0 check (allocated >= 0),
    consumed numeric(14,4) not null default 0 check (consumed >= 0),
    cancelled numeric(14,4) not null default 0 check (cancelled >= 0),
    is_waiting boolean not null generated always as (waiting > 0) stored,
    is_unmet boolean not null generated always as (waiting + on_order > 0) stored,
    state text not null generated always as (case
      when cancelled = quantity then 'cancelled'
      when allocated > 0 and waiting + on_order > 0 then 'partly_allocated'
      when allocated > 0 then 'allocated'
      when waiting > 0 then 'waiting'
      when on_order > 0 then 'on_order'
      else 'consumed' end) stored,
    primary key (station_id, id),
    foreign key (station_id, part_id) references part (station_id, id),
    constraint need_counts check (quantity = waiting + on_order + allocated + consumed + cancelled))`);
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

  // What is on order of a need is what its order lines still owe it: so no quantity of it stands on two orders (ST-21).
  // Deferred: a use case changes both in statements of its own.
  await m.sql(`create function need_on_order_is_linked() returns trigger language plpgsql as $$
    declare
      needed uuid := to_jsonb(new) ->> tg_argv[0];
    begin
      if exists (select from need n where n.station_id = new.station_id and n.id = needed and n.on_order <>
          coalesce((select sum(open) from order_line_need l
                    where l.station_id = n.station_id and l.need_id = n.id and l.is_open), 0)) then
        raise exception 'need % is not on order as its order lines say', needed
          using errcode = 'check_violation', constraint = 'need_on_order_is_linked';
      end if;
      return null;
    end $$`);
  await m.sql(`create constraint trigger need_on_order_is_linked after insert or update of on_order on need
    deferrable initially deferred for each row execute function need_on_order_is_linked('id')`);
  await m.sql(`create constraint trigger order_line_need_is_counted after insert or update of open on order_line_need
    deferrable initially deferred for each row execute function need_on_order_is_linked('need_id')`);
});
