import { migration } from '@navette/platform/database';

/**
 * ID-5: links to set a password are mailed. A link has an id, from which the secret of a mailed one follows (ADR 38); those
 * that another took the place of stay for a while, so that a mail which waits for its server is told why it never leaves.
 */
export const mailedPasswordLinks = migration('202611221740-mailed-password-links', async (m) => {
  await m.sql('alter table password_link add column id uuid not null default gen_random_uuid()');
  await m.sql(`alter table password_link
    alter column id drop default,
    add unique (network_id, id),
    add column replaced_at timestamptz,
    add column mailed_from_station_id uuid`);

  await m.sql(`alter table app_user
    add column language text not null default 'fr' check (language in ('fr', 'en')),
    add column has_password boolean generated always as (password_hash is not null) stored`);
  await m.sql(`grant select (language, has_password) on app_user to ${m.roles.app}`);
});
