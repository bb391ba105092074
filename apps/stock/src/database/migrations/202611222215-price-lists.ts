import { migration } from '@navette/platform/database';

/** ST-6: price lists, their files in pieces until they are taken or given up, and what becomes of each line. */
export const priceLists = migration('202611222215-price-lists', async (m) => {
  await m.sql(`create table price_list (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    file_name text not null check (file_name <> ''),
    format text not null check (format in ('csv', 'xlsx')),
    state text collate "C" not null check (state in ('receiving', 'reading', 'refused', 'mapping', 'checking', 'checked',
      'committing', 'committed', 'closed')),
    done int not null check (done >= 0),
    total int not null check (total >= 0),
    -- Up to this line the work in hand is done.
    done_line int not null check (done_line >= 0),
    header text[] not null,
    examples jsonb not null,
    terms jsonb not null,
    counts jsonb,
    problem jsonb,
    created_at timestamptz not null,
    primary key (station_id, id),
    check ((problem is not null) = (state = 'refused')),
    check (counts is not null or state not in ('checked', 'committing', 'committed')))`);
  await m.sql('create index price_list_created on price_list (station_id, created_at, id)');
  await m.tenantTable('price_list', { app: ['insert', 'update', 'delete'] });

  await m.sql(`create table price_list_piece (
    station_id uuid not null,
    list_id uuid not null,
    piece int not null check (piece >= 0),
    content bytea not null,
    line_breaks int not null check (line_breaks >= 0),
    primary key (station_id, list_id, piece),
    foreign key (station_id, list_id) references price_list (station_id, id))`);
  await m.tenantTable('price_list_piece', { app: ['insert', 'update', 'delete'] });

  await m.sql(`create table price_list_line (
    station_id uuid not null,
    list_id uuid not null,
    -- In the file; of a part that is not on it any more a number beyond its last line.
    line int not null check (line > 0),
    state text collate "C" not null check (state in ('new', 'raised', 'lowered', 'same', 'bad', 'vanished')),
    reference text not null,
    reference_norm text collate "C" not null,
    designation text not null,
    price numeric(14,4) check (price >= 0),
    before numeric(14,4),
    -- In hundredths of a percent; 0 where there is no price before.
    change int not null,
    part_id uuid,
    problem text not null,
    value text not null,
    primary key (station_id, list_id, line),
    foreign key (station_id, list_id) references price_list (station_id, id),
    check ((state = 'bad') = (problem <> '')),
    check (state in ('bad', 'vanished') or price is not null))`);
  await m.sql('create index price_list_line_state on price_list_line (station_id, list_id, state, line)');
  await m.sql('create index price_list_line_change on price_list_line (station_id, list_id, change, line)');
  // Of two lines of one part the first counts.
  await m.sql(`create unique index price_list_line_reference on price_list_line (station_id, list_id, reference_norm)
    where state <> 'bad'`);
  await m.tenantTable('price_list_line', { app: ['insert', 'update', 'delete'] });
});
