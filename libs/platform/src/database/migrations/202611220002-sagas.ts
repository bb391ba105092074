import { migration } from '../migration.js';

/**
 * Sagas: an instance keeps phase and counters only; what was asked and answered stands in rows of its own. `parked` is what
 * a saga was doing when it called a person, so that the person can have it done again.
 */
export const sagas = migration('202611220002-sagas', async (m) => {
  await m.sql(`create table saga (
    station_id uuid not null,
    id uuid not null,
    network_id uuid not null,
    type text not null,
    correlation_key text not null,
    correlation_id text not null,
    state text not null,
    data jsonb not null,
    data_version int not null,
    status text not null check (status in ('running', 'done', 'compensated', 'needs_operator')),
    problem text not null,
    parked jsonb not null default '[]',
    version int not null,
    started_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, type, correlation_key),
    constraint saga_parked_waits check (jsonb_array_length(parked) = 0 or status = 'needs_operator'))`);
  await m.sql('create index saga_status on saga (status, updated_at)');
  await m.tenantTable('saga', { app: ['insert', 'update'], engine: ['select'] });

  await m.sql(`create table saga_item (
    station_id uuid not null,
    saga_id uuid not null,
    item_key text not null,
    step text not null,
    payload jsonb not null,
    request_id uuid not null,
    state text not null check (state in ('open', 'answered', 'overdue')),
    outcome text not null,
    asked int not null check (asked > 0),
    first_asked_at timestamptz not null,
    next_at timestamptz,
    primary key (station_id, saga_id, item_key, step),
    foreign key (station_id, saga_id) references saga (station_id, id))`);
  await m.sql(`create index saga_item_open on saga_item (station_id, saga_id) where state = 'open'`);
  await m.sql('create index saga_item_request on saga_item (station_id, saga_id, request_id)');
  await m.tenantTable('saga_item', { app: ['insert', 'update'], engine: ['select'] });

  await m.sql(`create table saga_history (
    station_id uuid not null,
    saga_id uuid not null,
    position bigint generated always as identity,
    at timestamptz not null,
    state text not null,
    what text not null,
    primary key (station_id, saga_id, position),
    foreign key (station_id, saga_id) references saga (station_id, id))`);
  await m.tenantTable('saga_history', { app: ['insert'], engine: ['select'] });
});
