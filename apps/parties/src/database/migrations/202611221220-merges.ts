import { migration } from '@navette/platform/database';

/** PA-8: a merged party stays as it was, and says who took its place; lists and searches leave it out. */
export const merges = migration('202611221220-merges', async (m) => {
  await m.sql(`alter table party
    add column merged_into uuid check (merged_into <> id),
    add column merged_at timestamptz check ((merged_at is null) = (merged_into is null)),
    add foreign key (station_id, merged_into) references party (station_id, id)`);
  await m.sql('create index party_merged_into on party (station_id, merged_into) where merged_into is not null');
});
