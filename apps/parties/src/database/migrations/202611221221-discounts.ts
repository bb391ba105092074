import { migration } from '@navette/platform/database';

/** PA-3: one discount for each supplier and manufacturer, null for all. PA-18: whose coefficients a manufacturer's parts have. */
export const discounts = migration('202611221221-discounts', async (m) => {
  await m.sql(`create table part_discount (
    station_id uuid not null,
    party_id uuid not null,
    position int not null,
    supplier_party_id uuid,
    manufacturer_party_id uuid,
    discount numeric(14,4) check (discount between 0 and 1),
    coefficient numeric(14,4) check (coefficient > 0),
    primary key (station_id, party_id, position),
    unique nulls not distinct (station_id, party_id, supplier_party_id, manufacturer_party_id),
    foreign key (station_id, party_id) references party (station_id, id),
    foreign key (station_id, supplier_party_id) references party (station_id, id),
    foreign key (station_id, manufacturer_party_id) references party (station_id, id),
    check (discount is not null or coefficient is not null))`);
  await m.tenantTable('part_discount', { app: ['insert', 'delete'] });
  await m.sql(`alter table party add column coefficients_of uuid,
    add foreign key (station_id, coefficients_of) references party (station_id, id)`);
});
