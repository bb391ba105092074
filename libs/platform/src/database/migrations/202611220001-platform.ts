import { migration } from '../migration.js';

/**
 * Tables that every service's database has: outbox, inbox, dead letters, timers, audit, idempotency keys, grants.
 * Outbox, inbox and dead letters stand outside row-level security, with an explicit station column.
 */
export const platform = migration('202611220001-platform', async (m) => {
  const { app, engine } = m.roles;
  await m.sql(`grant usage on schema public to ${app}, ${engine}, ${m.roles.network}, ${m.roles.search}`);
  // The owner of a function needs it; nobody signs in as this role.
  await m.sql(`grant create on schema public to ${m.roles.search}`);

  await m.sql(`create table outbox (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    station_id uuid not null,
    aggregate_type text not null,
    aggregate_id text not null,
    subject text not null,
    payload bytea not null,
    headers jsonb not null,
    occurred_at timestamptz not null,
    published_at timestamptz,
    attempts int not null default 0,
    last_error text,
    parked_at timestamptz)`);
  await m.sql('create index outbox_unpublished on outbox (seq) where published_at is null');
  await m.sql('create index outbox_parked on outbox (aggregate_type, aggregate_id) where parked_at is not null');
  await m.sql('create index outbox_published on outbox (published_at) where published_at is not null');
  await m.sql(`grant insert on outbox to ${app}`);
  await m.sql(`grant select, update, delete on outbox to ${engine}`);

  await m.sql(`create table inbox (
    consumer text not null,
    message_id uuid not null,
    received_at timestamptz not null,
    primary key (consumer, message_id))`);
  await m.sql('create index inbox_received on inbox (received_at)');
  await m.sql(`grant insert on inbox to ${app}`);
  await m.sql(`grant select, delete on inbox to ${engine}`);

  await m.sql(`create table handler_failure (
    consumer text not null,
    message_id text not null,
    failures int not null check (failures > 0),
    last_error text not null,
    last_at timestamptz not null,
    primary key (consumer, message_id))`);
  await m.sql(`grant select, insert, update, delete on handler_failure to ${engine}`);

  await m.sql(`create table dead_letter (
    id uuid primary key,
    consumer text not null,
    message_id text not null,
    message_type text not null,
    station_id uuid,
    aggregate_id text not null,
    subject text not null,
    payload bytea not null,
    headers jsonb not null,
    error text not null,
    failures int not null,
    state text not null default 'open' check (state in ('open', 'replayed', 'resolved')),
    created_at timestamptz not null,
    closed_at timestamptz,
    closed_by text,
    note text,
    unique (consumer, message_id))`);
  await m.sql(`create index dead_letter_open on dead_letter (created_at) where state = 'open'`);
  await m.sql(`grant select, insert, update on dead_letter to ${engine}`);

  await m.sql(`create table timer (
    id uuid not null,
    station_id uuid not null,
    network_id uuid not null,
    kind text not null,
    key text not null,
    due_at timestamptz not null,
    data jsonb not null,
    correlation_id text not null,
    attempts int not null default 0,
    claimed_until timestamptz,
    last_error text,
    primary key (station_id, id),
    unique (station_id, kind, key))`);
  await m.sql('create index timer_due on timer (due_at)');
  await m.tenantTable('timer', { app: ['insert', 'update', 'delete'], engine: ['select', 'update'] });

  await m.sql(`create table audit (
    id uuid not null,
    station_id uuid not null,
    at timestamptz not null,
    actor_kind text not null check (actor_kind in ('user', 'client', 'service', 'system')),
    actor_id text not null,
    operation text not null,
    entity_type text not null,
    entity_id text not null,
    request_id text not null,
    primary key (station_id, id))`);
  await m.sql('create index audit_entity on audit (station_id, entity_type, entity_id, at)');
  await m.sql('create index audit_actor on audit (station_id, actor_id, at)');
  await m.sql('create index audit_at on audit (station_id, at)');
  await m.tenantTable('audit', { app: ['insert'] });

  await m.sql(`create table idempotency_key (
    station_id uuid not null,
    caller text not null,
    key text not null check (length(key) between 1 and 200),
    input_hash text not null,
    answer jsonb,
    created_at timestamptz not null,
    primary key (station_id, caller, key))`);
  await m.sql('create index idempotency_key_age on idempotency_key (created_at)');
  await m.tenantTable('idempotency_key', { app: ['insert', 'update'], engine: ['select', 'delete'] });

  await m.sql(`create table grant_ref (
    station_id uuid not null,
    subject text not null,
    rights text[] not null,
    version bigint not null,
    primary key (station_id, subject))`);
  await m.tenantTable('grant_ref', { app: ['insert', 'update'] });
});
