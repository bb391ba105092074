import { migration } from '@navette/platform/database';

/** PA-1: the kinds of a party may change; the newest version is kept. */
export const partyVersions = migration('202611220426-party-versions', async (m) => {
  await m.sql('alter table party_ref add last_version bigint not null default 0');
});
