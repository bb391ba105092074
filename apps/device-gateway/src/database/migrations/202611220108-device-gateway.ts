import { migration, type MigrationTools } from '@navette/platform/database';

/**
 * GW-1, GW-2, GW-4. What a manufacturer sent belongs to the manufacturer: it asks with a token of its home station for
 * orders it sent to any station of the network, so the policy of these rows is by client (`app.client_id`), not by station,
 * and their keys start with the client.
 */
export const deviceGateway = migration('202611220108-device-gateway', async (m) => {
  await m.sql(`create table mission_order (
    client_id text not null check (client_id <> ''),
    id uuid not null,
    for_station_id uuid not null,
    number text not null check (number <> '' and length(number) <= 60),
    state text not null check (state in ('processing', 'received', 'accepted', 'converted', 'refused')),
    reason text not null,
    received_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (client_id, id),
    unique (client_id, for_station_id, number),
    check (reason = '' or state = 'refused'))`);
  await clientTable(m, 'mission_order', 'select, insert, update');

  // The party that stands for the client in a station, where one is known.
  await m.sql(`create table ordering_party (
    client_id text not null check (client_id <> ''),
    for_station_id uuid not null,
    party_id uuid not null,
    primary key (client_id, for_station_id))`);
  await clientTable(m, 'ordering_party', 'select, insert, update');

  // The stations a client may write to, by code: those of its token's network.
  await m.sql(`create table network_station (
    network_id uuid not null,
    id uuid not null,
    code text collate "C" not null check (code ~ '^[A-Z]{2,4}$'),
    last_version bigint not null,
    primary key (network_id, id),
    unique (network_id, code))`);
  await ownPolicy(m, 'network_station', 'network_id', `nullif(current_setting('app.network_id', true), '')::uuid`);
  await m.sql(`grant select, insert, update on network_station to ${m.roles.app}`);
});

async function clientTable(m: MigrationTools, table: string, rights: string): Promise<void> {
  await ownPolicy(m, table, 'client_id', `nullif(current_setting('app.client_id', true), '')`);
  await m.sql(`grant ${rights} on ${table} to ${m.roles.app}`);
}

/** As `tenantTable`, on another setting than the station's; one policy, forced on the owner too. */
async function ownPolicy(m: MigrationTools, table: string, column: string, setting: string): Promise<void> {
  await m.sql(`alter table ${table} enable row level security`);
  await m.sql(`alter table ${table} force row level security`);
  await m.sql(
    `create policy ${table}_app on ${table} to ${m.roles.app}
     using (${column} = (select ${setting})) with check (${column} = (select ${setting}))`,
  );
}
