import { migration } from '@navette/platform/database';

/**
 * ST-16: notes that go with what is sent. The cause is the file, or the delivery slip of an order: it has one note, however
 * often it is said. Who gets it is not kept here (ADR 0057).
 */
export const shuttleNotes = migration('202611230521-shuttle-notes', async (m) => {
  await m.sql(`alter table number_counter drop constraint number_counter_kind_check,
    add constraint number_counter_kind_check check (kind in ('BN', 'CF', 'ES', 'IV', 'RF', 'TR'))`);
  await m.sql(`create table shuttle_note (
    station_id uuid not null,
    id uuid not null,
    number text collate "C" not null,
    cause_id uuid not null,
    origin_kind text not null check (origin_kind in ('intervention_file', 'customer_order')),
    origin_id uuid not null,
    origin_number text not null check (origin_number <> ''),
    contents jsonb not null check (jsonb_typeof(contents) = 'array' and jsonb_array_length(contents) > 0),
    issued_at timestamptz not null,
    issued_by text not null check (issued_by = 'system' or issued_by like 'user:%'),
    check (origin_kind <> 'intervention_file' or cause_id = origin_id),
    primary key (station_id, id),
    unique (station_id, number),
    unique (station_id, cause_id))`);
  await m.sql('create index shuttle_note_origin on shuttle_note (station_id, origin_id, issued_at, id)');
  await m.tenantTable('shuttle_note', { app: ['insert'] });
});
