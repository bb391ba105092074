import { migration } from '@navette/platform/database';
import { objectTable } from '@navette/platform/objects';

/** ST-1: pictures of a part; what they show are objects of the station (ADR 0024). */
export const partImages = migration('202611221854-part-images', async (m) => {
  await objectTable(m);
  await m.sql(`create table part_image (
    station_id uuid not null,
    id uuid not null,
    part_id uuid not null,
    is_main boolean not null,
    sha256 text collate "C" not null,
    small_sha256 text collate "C" not null,
    added_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, part_id, sha256),
    foreign key (station_id, part_id) references part (station_id, id),
    foreign key (station_id, sha256) references stored_object (station_id, sha256),
    foreign key (station_id, small_sha256) references stored_object (station_id, sha256))`);
  await m.sql('create unique index part_image_main on part_image (station_id, part_id) where is_main');
  // Who removes a picture asks whether another one shows the same.
  await m.sql('create index part_image_object on part_image (station_id, sha256)');
  await m.sql('create index part_image_small on part_image (station_id, small_sha256)');
  await m.tenantTable('part_image', { app: ['insert', 'update', 'delete'] });
});
