import { migration } from '@navette/platform/database';
import { networkTable } from '../network-tables.js';

/** ID-5: a second factor by time-based codes (RFC 6238), codes for whoever lost it, and which station demands it. */
export const secondFactor = migration('202611220835-second-factor', async (m) => {
  await m.sql(`create table user_totp (
    network_id uuid not null,
    user_id uuid not null,
    sealed_secret bytea not null,
    started_at timestamptz not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0,
    primary key (network_id, user_id),
    foreign key (network_id, user_id) references app_user (network_id, id))`);
  await networkTable(m, 'user_totp', 'select, insert, update, delete');

  await m.sql(`create table recovery_code (
    network_id uuid not null,
    user_id uuid not null,
    hash bytea not null check (length(hash) = 32),
    used_at timestamptz,
    primary key (network_id, user_id, hash),
    foreign key (network_id, user_id) references user_totp (network_id, user_id) on delete cascade)`);
  await networkTable(m, 'recovery_code', 'select, insert, update, delete');

  await m.sql(`create table sign_in_policy (
    station_id uuid primary key references station (station_id),
    second_factor text not null check (second_factor in ('optional', 'required')))`);
  await m.tenantTable('sign_in_policy', { app: ['insert', 'update'] });
});
