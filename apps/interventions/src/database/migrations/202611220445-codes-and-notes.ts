import { migration } from '@navette/platform/database';

/** IN-6: codes that people set, and a station's own. IN-8: notes on lines. */
export const codesAndNotes = migration('202611220445-codes-and-notes', async (m) => {
  // 103 is known to no step: a technician types it, and its template is sent.
  await m.sql(`alter table status_code alter column key drop not null,
    add column by_hand boolean not null default false`);
  await m.sql(`insert into status_code (code, key, phase, label_fr, label_en, colour, by_hand) values
    (103, null, 'intake', 'Client à prévenir', 'Customer to be told', '#2f6f9f', true)`);
  await m.sql(`update status_code set by_hand = true where key in ('solution_answered', 'to_hand_back', 'to_ship')`);

  await m.sql(`create table station_status_code (
    station_id uuid not null,
    code int not null check (code between 2000 and 9999),
    phase text not null check (phase in ('intake', 'parts', 'decision', 'repair', 'closing', 'closed')),
    label_fr text not null check (label_fr <> ''),
    label_en text not null check (label_en <> ''),
    colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
    primary key (station_id, code))`);
  await m.tenantTable('station_status_code', { app: ['insert', 'update'] });

  await m.sql(`alter table file_line add column note text not null default '' check (length(note) <= 1000)`);
});
