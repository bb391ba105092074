import { migration } from '@navette/platform/database';

export const sources = migration('202611220735-sources', async (m) => {
  // PA-11: what was made on the way is marked.
  await m.sql(`alter table party add source text not null default 'by_hand'
    check (source in ('by_hand', 'on_the_way', 'system'))`);
  await m.sql('alter table party alter source drop default');

  // IN-2: a reseller is known by its SIRET.
  await m.sql(`create index party_siret on party (station_id, siret) where siret <> ''`);
});
