import { migration } from '@navette/platform/database';
import { objectTable } from '@navette/platform/objects';

/**
 * PA-15: files of parties, their lines, and what became of each. Cells are forgotten when a line is committed or its import
 * closed: from then on the party is the only place that tells of the person.
 */
export const imports = migration('202611221345-imports', async (m) => {
  await objectTable(m);
  await m.sql('alter table party drop constraint party_source_check');
  await m.sql(`alter table party add constraint party_source_check
    check (source in ('by_hand', 'on_the_way', 'system', 'import'))`);
  // Of an import that was taken back; whatever named it meanwhile still finds its record.
  await m.sql(`alter table party add column withdrawn_at timestamptz
    check (withdrawn_at is null or erased_at is not null)`);

  await m.sql(`create table party_import (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    file_name text not null check (file_name <> ''),
    format text not null check (format in ('csv', 'xlsx')),
    content text collate "C",
    state text collate "C" not null check (state in ('reading', 'refused', 'mapping', 'checking', 'checked', 'committing',
      'committed', 'undoing', 'undone', 'closed')),
    done int not null check (done >= 0),
    total int not null check (total >= 0),
    header text[] not null,
    columns jsonb not null,
    default_kind text not null,
    problem jsonb,
    created_at timestamptz not null,
    primary key (station_id, id),
    foreign key (station_id, content) references stored_object (station_id, sha256),
    check ((content is not null) = (state = 'reading')),
    check ((problem is not null) = (state = 'refused')))`);
  await m.sql('create index party_import_created on party_import (station_id, created_at, id)');
  await m.sql('create index party_import_content on party_import (station_id, content) where content is not null');
  await m.tenantTable('party_import', { app: ['insert', 'update'] });

  await m.sql(`create table party_import_line (
    station_id uuid not null,
    import_id uuid not null,
    line int not null check (line > 0),
    state text collate "C" not null check (state in ('read', 'bad', 'good', 'chosen', 'committed', 'refused', 'undoing',
      'undone', 'kept')),
    cells text[] not null,
    problems jsonb not null,
    duplicates jsonb not null,
    choice text collate "C" not null check (choice in ('', 'new', 'skip', 'update')),
    party_id uuid,
    party_version int,
    before jsonb,
    primary key (station_id, import_id, line),
    foreign key (station_id, import_id) references party_import (station_id, id),
    foreign key (station_id, party_id) references party (station_id, id),
    check (choice <> 'update' or party_id is not null),
    check (state not in ('committed', 'undoing', 'undone', 'kept') or party_version is not null))`);
  await m.sql('create index party_import_line_state on party_import_line (station_id, import_id, state, line)');
  await m.sql(`create index party_import_line_party on party_import_line (station_id, party_id)
    where party_id is not null`);
  await m.tenantTable('party_import_line', { app: ['insert', 'update'] });

  // The first line of a file that has a phone or an e-mail.
  await m.sql(`create table party_import_key (
    station_id uuid not null,
    import_id uuid not null,
    key text collate "C" not null,
    line int not null,
    primary key (station_id, import_id, key))`);
  await m.tenantTable('party_import_key', { app: ['insert', 'delete'] });

  // What a column held the last time; empty: nothing.
  await m.sql(`create table party_import_header (
    station_id uuid not null,
    header text collate "C" not null,
    field text not null,
    primary key (station_id, header))`);
  await m.tenantTable('party_import_header', { app: ['insert', 'update'] });
});
