import { migration } from '@navette/platform/database';
import { clientTable } from '../client-table.js';

/**
 * ST-21, GW-3, GW-4, ADR 71: what stations ordered of a client, by its cart. `missing` counts the lines that have not been heard
 * of yet; null where nothing but its withdrawal was. An order is there for its client once none is missing. And who stands for a
 * client in a station, which may change.
 */
export const partsOrders = migration('202611231603-parts-orders', async (m) => {
  await m.sql(`create table parts_order (
    client_id text not null check (client_id <> ''),
    id uuid not null,
    for_station_id uuid not null,
    number text not null check (number <> ''),
    state text not null check (state in ('waiting', 'collected', 'withdrawn')),
    deposited_at timestamptz not null,
    updated_at timestamptz not null,
    collected_at timestamptz,
    reference text not null default '' check (length(reference) <= 60),
    line_count int not null default 0 check (line_count >= 0),
    missing int check (missing between 0 and line_count),
    is_whole boolean not null generated always as (missing is not distinct from 0) stored,
    primary key (client_id, id),
    check ((state = 'collected') = (collected_at is not null)),
    check ((state = 'collected') = (reference <> '')),
    check (state <> 'collected' or missing = 0))`);
  await m.sql('create index parts_order_state on parts_order (client_id, state, id desc) where is_whole');
  await clientTable(m, 'parts_order', 'select, insert, update');

  await m.sql(`create table parts_order_line (
    client_id text not null,
    order_id uuid not null,
    position int not null check (position > 0),
    id uuid not null,
    reference text not null,
    designation text not null,
    quantity numeric(14,4) not null check (quantity > 0),
    unit_price numeric(14,4) check (unit_price >= 0),
    expected_on date,
    countermarks text[] not null,
    primary key (client_id, order_id, position),
    foreign key (client_id, order_id) references parts_order (client_id, id))`);
  await clientTable(m, 'parts_order_line', 'select, insert');

  await m.sql(`alter table ordering_party
    add stands boolean not null default true,
    add last_version bigint not null default 0,
    drop constraint ordering_party_pkey,
    add primary key (client_id, for_station_id, party_id)`);
});
