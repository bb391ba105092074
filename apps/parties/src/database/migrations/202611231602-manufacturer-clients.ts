import { migration } from '@navette/platform/database';

/**
 * ST-21, ADR 71: the machine client that stands for a manufacturer of the network's list, one of the list at most; and which one
 * the stations' parties were told of.
 */
export const manufacturerClients = migration('202611231602-manufacturer-clients', async (m) => {
  await m.sql(`alter table manufacturer add machine_client_id text collate "C" not null default ''`);
  await m.sql(
    `create unique index manufacturer_client on manufacturer (network_id, machine_client_id) where machine_client_id <> ''`,
  );
  await m.sql(`alter table party add listed_client_id text collate "C" not null default '',
    add check (listed_client_id = '' or listed_id is not null)`);
});
