import { migration } from '@navette/platform/database';

/**
 * ST-25. A return is of lines of a validated receipt, so that supplier and price are known; what went back of a line is never
 * more than it brought, by `receipt_line_returned`. Its row is the lock of the return.
 */
export const supplierReturns = migration('202611222259-supplier-returns', async (m) => {
  await m.sql(`alter table stock_movement drop constraint stock_movement_origin_kind_check,
    add constraint stock_movement_origin_kind_check check (origin_kind in
      ('goods_receipt', 'correction', 'intervention_file', 'customer_order', 'inventory', 'supplier_return'))`);
  await m.sql(`alter table number_counter drop constraint number_counter_kind_check,
    add constraint number_counter_kind_check check (kind in ('CF', 'ES', 'IV', 'RF'))`);

  await m.sql(`create table supplier_return (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    number text not null collate "C",
    supplier_party_id uuid not null,
    goods_receipt_id uuid not null,
    state text not null check (state in ('credit_expected', 'cancelled')),
    comment text not null check (length(comment) <= 500),
    expected_credit numeric(14,2) not null check (expected_credit >= 0),
    created_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, number),
    foreign key (station_id, goods_receipt_id) references goods_receipt (station_id, id))`);
  await m.sql('create index supplier_return_created on supplier_return (station_id, created_at, id)');
  await m.sql('create index supplier_return_number on supplier_return (station_id, number, id)');
  await m.sql('create index supplier_return_receipt on supplier_return (station_id, goods_receipt_id)');
  await m.tenantTable('supplier_return', { app: ['insert', 'update'] });

  await m.sql(`create table supplier_return_line (
    station_id uuid not null,
    id uuid not null,
    return_id uuid not null,
    position int not null,
    receipt_line_id uuid not null,
    quantity numeric(14,4) not null check (quantity > 0),
    reason text not null check (reason in ('defective', 'wrong', 'warranty')),
    credit numeric(14,2) not null check (credit >= 0),
    primary key (station_id, id),
    unique (station_id, return_id, position),
    unique (station_id, return_id, receipt_line_id),
    foreign key (station_id, return_id) references supplier_return (station_id, id),
    foreign key (station_id, receipt_line_id) references goods_receipt_line (station_id, id))`);
  await m.tenantTable('supplier_return_line', { app: ['insert'] });

  await m.sql(`create table receipt_line_returned (
    station_id uuid not null,
    receipt_line_id uuid not null,
    received numeric(14,4) not null,
    returned numeric(14,4) not null,
    primary key (station_id, receipt_line_id),
    foreign key (station_id, receipt_line_id) references goods_receipt_line (station_id, id),
    constraint receipt_line_returned_at_most check (returned between 0 and received))`);
  await m.tenantTable('receipt_line_returned', { app: ['insert', 'update'] });
});
