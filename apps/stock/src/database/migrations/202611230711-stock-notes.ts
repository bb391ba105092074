import { migration } from '@navette/platform/database';

/**
 * E-077, E-081, ADR 64: the papers of what comes in and goes out by hand. A line says what moved and what that was worth then;
 * its movement has the note as its origin, and so needs no reason of its own. Nothing of a note is ever changed.
 */
export const stockNotes = migration('202611230711-stock-notes', async (m) => {
  await m.sql(`alter table stock_movement drop constraint stock_movement_origin_kind_check,
    add constraint stock_movement_origin_kind_check check (origin_kind in ('goods_receipt', 'correction',
      'intervention_file', 'customer_order', 'inventory', 'supplier_return', 'internal_transfer', 'part_merge',
      'station_transfer', 'stock_note')),
    drop constraint stock_movement_reason,
    add constraint stock_movement_reason check (kind not in ('correction_in', 'correction_out') or reason <> ''
      or origin_kind = 'stock_note')`);
  await m.sql(`alter table number_counter drop constraint number_counter_kind_check,
    add constraint number_counter_kind_check check (kind in ('BE', 'BN', 'BS', 'CF', 'ES', 'IV', 'RF', 'TR'))`);

  await m.sql(`create table stock_note (
    station_id uuid not null,
    id uuid not null,
    number text not null collate "C",
    kind text not null check (kind in ('stock_in', 'stock_out')),
    dated_on date not null,
    place_id uuid,
    place_kind text generated always as ('stock_place') stored,
    comment text not null check (length(comment) <= 1000),
    value numeric(14,2) not null,
    recorded_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, number),
    unique (station_id, id, kind),
    foreign key (station_id, place_id, place_kind) references catalogue_entry (station_id, id, kind))`);
  await m.sql('create index stock_note_dated on stock_note (station_id, dated_on, id)');
  await m.sql('create index stock_note_number on stock_note (station_id, number, id)');
  await m.sql('create index stock_note_recorded on stock_note (station_id, recorded_at, id)');
  await m.tenantTable('stock_note', { app: ['insert'] });

  await m.sql(`create table stock_note_line (
    station_id uuid not null,
    id uuid not null,
    note_id uuid not null,
    kind text not null,
    position int not null,
    part_id uuid not null,
    quantity numeric(14,4) not null check (quantity > 0),
    unit_cost numeric(14,4) check (unit_cost >= 0),
    value numeric(14,2) not null,
    reason_id uuid,
    reason_kind text generated always as ('discrepancy_reason') stored,
    primary key (station_id, id),
    unique (station_id, note_id, position),
    unique (station_id, note_id, part_id),
    constraint stock_note_line_cost check ((kind = 'stock_in') = (unit_cost is not null)),
    constraint stock_note_line_reason check (kind = 'stock_out' or reason_id is null),
    foreign key (station_id, note_id, kind) references stock_note (station_id, id, kind),
    foreign key (station_id, part_id) references part (station_id, id),
    foreign key (station_id, reason_id, reason_kind) references catalogue_entry (station_id, id, kind))`);
  await m.tenantTable('stock_note_line', { app: ['insert'] });
});
