import { migration } from '@navette/platform/database';

/** ST-3: parts that stand for each other, and parts that replace others. */
export const partLinks = migration('202611221853-part-links', async (m) => {
  await m.sql(`create table part_link (
    station_id uuid not null,
    kind text not null check (kind in ('equivalent', 'replacement')),
    part_id uuid not null,
    other_part_id uuid not null,
    linked_at timestamptz not null,
    primary key (station_id, part_id, kind, other_part_id),
    foreign key (station_id, part_id) references part (station_id, id),
    foreign key (station_id, other_part_id) references part (station_id, id),
    check (part_id <> other_part_id),
    -- Of two that stand for each other there is one row.
    check (kind <> 'equivalent' or part_id < other_part_id))`);
  await m.sql('create index part_link_other on part_link (station_id, other_part_id, kind)');
  await m.tenantTable('part_link', { app: ['insert', 'delete'] });
});
