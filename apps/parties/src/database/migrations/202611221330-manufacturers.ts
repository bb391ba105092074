import { migration } from '@navette/platform/database';

/**
 * PA-10: the network's list of manufacturers, and the stations that have a party of each; what the party is named after in
 * the list, and in which version.
 */
export const manufacturers = migration('202611221330-manufacturers', async (m) => {
  await m.sql(`create table manufacturer (
    network_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    alpha_code text collate "C" not null check (alpha_code ~ '^[A-Z0-9]{2,10}$'),
    name text not null check (name <> '' and length(name) <= 200),
    name_norm text collate "C" not null,
    primary key (network_id, id),
    unique (network_id, alpha_code),
    unique (network_id, name_norm))`);
  await m.networkTable('manufacturer', { app: ['insert', 'update'] });
  await m.sql(`create table network_member (
    network_id uuid not null,
    station uuid not null,
    primary key (network_id, station))`);
  await m.networkTable('network_member', { app: ['insert'] });
  await m.sql(`alter table party
    add alpha_code text collate "C" not null default '' check (alpha_code = '' or alpha_code ~ '^[A-Z0-9]{2,10}$'),
    add listed_id uuid,
    add listed_version int,
    add check ((listed_id is null) = (listed_version is null)),
    add check (listed_id is null or source = 'system')`);
  await m.sql('create unique index party_listed on party (station_id, listed_id) where listed_id is not null');
});
