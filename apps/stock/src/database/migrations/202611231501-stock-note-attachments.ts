import { migration } from '@navette/platform/database';
import { MAX_OBJECT_BYTES } from '@navette/platform/objects';

/** E-077, ADR 69: files of a stock note, objects of the station (ADR 24). They are added, and never changed or taken away. */
export const stockNoteAttachments = migration('202611231501-stock-note-attachments', async (m) => {
  await m.sql(`create table stock_note_attachment (
    station_id uuid not null,
    id uuid not null,
    note_id uuid not null,
    position int not null check (position between 1 and 20),
    name text not null check (length(name) between 1 and 200),
    sha256 text collate "C" not null,
    media_type text not null check (media_type in ('application/pdf', 'image/png')),
    size int not null check (size between 1 and ${MAX_OBJECT_BYTES}),
    added_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, note_id, position),
    unique (station_id, note_id, sha256),
    foreign key (station_id, note_id) references stock_note (station_id, id),
    foreign key (station_id, sha256) references stored_object (station_id, sha256))`);
  // Who removes a picture of a part asks whether something else keeps the same file.
  await m.sql('create index stock_note_attachment_object on stock_note_attachment (station_id, sha256)');
  await m.tenantTable('stock_note_attachment', { app: ['insert'] });
});
