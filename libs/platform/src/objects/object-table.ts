import type { MigrationTools } from '../database/tenant-tables.js';

/** What one object may weigh: it travels whole in a call between services, which carries 16 MiB. */
export const MAX_OBJECT_BYTES = 10 * 1_048_576;

/** The table behind `ObjectStore`, for the migration of a service that keeps objects. */
export async function objectTable(m: MigrationTools): Promise<void> {
  await m.sql(`create table stored_object (
    station_id uuid not null,
    sha256 text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
    media_type text not null check (media_type <> ''),
    content bytea not null check (length(content) between 1 and ${MAX_OBJECT_BYTES}),
    stored_at timestamptz not null,
    primary key (station_id, sha256))`);
  // Pictures and PDF are compressed already.
  await m.sql('alter table stored_object alter column content set storage external');
  await m.tenantTable('stored_object', { app: ['insert', 'delete'] });
}
