import { migration } from '@navette/platform/database';

/**
 * PA-19: whom a file is for and how it pays, on the file alone; and of each party what that begins with, true by parties' events.
 * Terms have a version of their own: they may overtake the party they belong to.
 */
export const documentHeaders = migration('202611221752-document-headers', async (m) => {
  await m.sql(`alter table intervention_file add header jsonb check (jsonb_typeof(header) = 'object')`);
  await m.sql(`create table party_header (
    station_id uuid not null,
    party_id uuid not null,
    version bigint not null,
    identity jsonb check (jsonb_typeof(identity) = 'object'),
    terms_version bigint not null,
    terms jsonb not null check (jsonb_typeof(terms) = 'object'),
    check ((version = 0) = (identity is null)),
    primary key (station_id, party_id))`);
  await m.tenantTable('party_header', { app: ['insert', 'update'] });
});
