import { migration } from '@navette/platform/database';

/** ST-21, ADR 71: which suppliers have a cart, as parties tells, and what became of orders that were put into one. */
export const supplierOrderDeposits = migration('202611231601-supplier-order-deposits', async (m) => {
  await m.sql(`create table supplier_cart (
    station_id uuid not null,
    party_id uuid not null,
    client_id text collate "C" not null,
    last_version bigint not null,
    primary key (station_id, party_id))`);
  await m.tenantTable('supplier_cart', { app: ['insert', 'update'] });

  await m.sql(`create table supplier_order_deposit (
    station_id uuid not null,
    order_id uuid not null,
    client_id text collate "C" not null check (client_id <> ''),
    deposited_at timestamptz not null,
    withdrawn_at timestamptz,
    collected_at timestamptz,
    reference text not null default '' check (length(reference) <= 60),
    state text not null generated always as (case
      when collected_at is not null then 'collected' when withdrawn_at is not null then 'withdrawn' else 'waiting' end) stored,
    primary key (station_id, order_id),
    foreign key (station_id, order_id) references supplier_order (station_id, id),
    check ((collected_at is null) = (reference = '')))`);
  await m.tenantTable('supplier_order_deposit', { app: ['insert', 'update'] });
});
