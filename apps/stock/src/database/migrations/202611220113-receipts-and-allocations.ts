import { migration } from '@navette/platform/database';

/** ST-13, ST-23, ST-24: what arrived, and for whom it is kept. */
export const receiptsAndAllocations = migration('202611220113-receipts-and-allocations', async (m) => {
  await m.sql(`create table goods_receipt (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text not null,
    supplier_party_id uuid not null,
    supplier_order_id uuid,
    state text not null check (state in ('draft', 'validated', 'voided')),
    delivery_note text not null check (length(delivery_note) <= 60),
    countermark text not null check (length(countermark) <= 60),
    created_at timestamptz not null,
    validated_at timestamptz,
    saga_id uuid,
    void_reason text not null default '' check (length(void_reason) <= 200),
    voided_at timestamptz,
    reversed_at timestamptz,
    is_leaving boolean not null generated always as (state = 'voided' and reversed_at is null) stored,
    primary key (station_id, id),
    unique (station_id, number),
    foreign key (station_id, supplier_order_id) references supplier_order (station_id, id),
    check ((state = 'draft') = (validated_at is null)),
    check ((state = 'voided') = (voided_at is not null)),
    check (reversed_at is null or state = 'voided'))`);
  // One despatch is received once, whoever imports its file twice.
  await m.sql(`create unique index goods_receipt_delivery_note on goods_receipt (station_id, supplier_order_id, delivery_note)
    where delivery_note <> '' and state <> 'voided'`);
  await m.sql('create index goods_receipt_created on goods_receipt (station_id, created_at desc, id desc)');
  await m.sql('create index goods_receipt_leaving on goods_receipt (station_id, id) where is_leaving');
  await m.tenantTable('goods_receipt', { app: ['insert', 'update'] });

  await m.sql(`create table goods_receipt_line (
    station_id uuid not null,
    id uuid not null,
    receipt_id uuid not null,
    position int not null,
    part_id uuid not null,
    supplier_order_line_id uuid,
    awaited numeric(14,4) not null check (awaited >= 0),
    quantity numeric(14,4) not null check (quantity between 0 and 99999),
    unit_price numeric(14,4) check (unit_price >= 0),
    update_price boolean not null,
    primary key (station_id, id),
    unique (station_id, receipt_id, position),
    unique (station_id, receipt_id, supplier_order_line_id),
    foreign key (station_id, receipt_id) references goods_receipt (station_id, id),
    foreign key (station_id, part_id) references part (station_id, id),
    foreign key (station_id, supplier_order_line_id) references supplier_order_line (station_id, id))`);
  await m.sql(`create unique index goods_receipt_line_unordered on goods_receipt_line (station_id, receipt_id, part_id)
    where supplier_order_line_id is null`);
  await m.tenantTable('goods_receipt_line', { app: ['insert', 'update'] });

  // Validated is final: what was received is what the movements say.
  await m.sql(`create function goods_receipt_line_is_draft() returns trigger language plpgsql as $$
    declare
      final text;
    begin
      select r.number into final from written w
      join goods_receipt r on (r.station_id, r.id) = (w.station_id, w.receipt_id) and r.state <> 'draft' limit 1;
      if found then
        raise exception 'goods receipt % is no draft', final
          using errcode = 'check_violation', constraint = 'goods_receipt_line_is_draft';
      end if;
      return null;
    end $$`);
  for (const event of ['insert', 'update']) {
    await m.sql(`create trigger goods_receipt_line_is_draft_on_${event} after ${event} on goods_receipt_line
      referencing new table as written for each statement execute function goods_receipt_line_is_draft()`);
  }

  await m.sql(`create table allocation (
    station_id uuid not null,
    id uuid not null,
    need_id uuid not null,
    part_id uuid not null,
    location text not null,
    quantity numeric(14,4) not null check (quantity > 0),
    state text not null check (state in ('tentative', 'confirmed', 'consumed', 'withdrawn')),
    is_open boolean not null generated always as (state in ('tentative', 'confirmed')) stored,
    receipt_line_id uuid,
    created_at timestamptz not null,
    closed_at timestamptz,
    reason text not null default '',
    saga_id uuid,
    primary key (station_id, id),
    foreign key (station_id, need_id) references need (station_id, id),
    foreign key (station_id, part_id, location) references stock_level (station_id, part_id, location),
    foreign key (station_id, receipt_line_id) references goods_receipt_line (station_id, id),
    check ((state = 'consumed') = (saga_id is not null)))`);
  await m.sql('create index allocation_need on allocation (station_id, need_id)');
  await m.sql('create index allocation_open on allocation (station_id, part_id) where is_open');
  await m.sql('create index allocation_receipt_line on allocation (station_id, receipt_line_id)');
  await m.sql('create index allocation_saga on allocation (station_id, saga_id) where saga_id is not null');
  await m.tenantTable('allocation', { app: ['insert', 'update'] });

  // What allocations say is counted by the database: reserved of a part, allocated and consumed of a need. With
  // stock_level_reserved nothing is promised twice, with need_counts nobody gets more than wanted. Planned anew each time.
  const counted = (changes: string) => `
      execute 'update stock_level l set reserved = l.reserved + d.open
        from (select station_id, part_id, location, sum(open) as open from (${changes}) c group by 1, 2, 3) d
        where (l.station_id, l.part_id, l.location) = (d.station_id, d.part_id, d.location) and d.open <> 0';
      execute 'update need n
        set allocated = n.allocated + d.open, consumed = n.consumed + d.consumed, version = n.version + 1
        from (select station_id, need_id, sum(open) as open, sum(consumed) as consumed from (${changes}) c group by 1, 2) d
        where (n.station_id, n.id) = (d.station_id, d.need_id) and (d.open <> 0 or d.consumed <> 0)';`;
  const change = (table: string, sign: string) => `
    select station_id, part_id, location, need_id, ${sign} case when is_open then quantity else 0 end as open,
      ${sign} case when state = ''consumed'' then quantity else 0 end as consumed from ${table}`;
  await m.sql(`create function count_allocations() returns trigger language plpgsql as $$
    begin ${counted(change('written', ''))}
      return null;
    end $$`);
  await m.sql(`create trigger allocation_counted after insert on allocation
    referencing new table as written for each statement execute function count_allocations()`);
  await m.sql(`create function recount_allocations() returns trigger language plpgsql as $$
    begin ${counted(`${change('written', '')} union all ${change('overwritten', '-')}`)}
      return null;
    end $$`);
  await m.sql(`create trigger allocation_recounted after update on allocation
    referencing old table as overwritten new table as written
    for each statement execute function recount_allocations()`);

  // Saga file-to-invoice: what one of its runs took, so that it can be given back; a return that came first is kept too.
  await m.sql(`create table consumption (
    station_id uuid not null,
    saga_id uuid not null,
    origin_kind text not null check (origin_kind in ('intervention_file', 'customer_order')),
    origin_id uuid not null,
    state text not null check (state in ('consumed', 'refused', 'returned')),
    refusal jsonb,
    noted_at timestamptz not null,
    primary key (station_id, saga_id, origin_id),
    check ((state = 'refused') = (refusal is not null)))`);
  await m.tenantTable('consumption', { app: ['insert', 'update'] });

  await m.sql(`create table consumption_line (
    station_id uuid not null,
    saga_id uuid not null,
    origin_id uuid not null,
    need_id uuid not null,
    consumed numeric(14,4) not null check (consumed >= 0),
    released numeric(14,4) not null check (released >= 0),
    primary key (station_id, saga_id, origin_id, need_id),
    foreign key (station_id, saga_id, origin_id) references consumption (station_id, saga_id, origin_id),
    foreign key (station_id, need_id) references need (station_id, id))`);
  await m.tenantTable('consumption_line', { app: ['insert'] });
});
