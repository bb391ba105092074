import { migration } from '@navette/platform/database';

/** PA-17: the list of parties by town, that of the main address, and there by name. */
export const sortedByTown = migration('202611221140-sorted-by-town', async (m) => {
  await m.sql(`alter table party add column city_norm text collate "C" not null default ''`);
  // The owner sees rows only where policies are not forced upon it.
  for (const table of ['party', 'party_address']) await m.sql(`alter table ${table} no force row level security`);
  await m.sql(`update party p set city_norm = trim(regexp_replace(lower(regexp_replace(normalize(a.city, NFKD),
      '[\\u0300-\\u036f]', '', 'g')), '[^[:alnum:]]+', ' ', 'g'))
    from party_address a where a.station_id = p.station_id and a.party_id = p.id and a.usage = 'main'`);
  for (const table of ['party', 'party_address']) await m.sql(`alter table ${table} force row level security`);
  await m.sql('create index party_city on party (station_id, city_norm, name_norm, first_name_norm, id)');
});
