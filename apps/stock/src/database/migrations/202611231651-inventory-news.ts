import { migration } from '@navette/platform/database';

/**
 * E-083, ADR 75: what changes under the lines of an inventory while it is counted, and whom that was told. No foreign key leads
 * to the inventory or the part: who changes a part or brings stock in holds that, and must not wait for who holds the inventory.
 */
export const inventoryNews = migration('202611231651-inventory-news', async (m) => {
  await m.sql(`create table inventory_news (
    station_id uuid not null,
    id bigint not null generated always as identity,
    inventory_id uuid not null,
    part_id uuid not null,
    kind text not null check (kind in ('family', 'location', 'unit', 'stock')),
    primary key (station_id, id))`);
  await m.sql('create index inventory_news_of on inventory_news (station_id, inventory_id)');
  await m.tenantTable('inventory_news', { app: ['insert'] });
  await m.sql(`create table inventory_news_told (
    station_id uuid not null,
    person text not null,
    news_id bigint not null,
    primary key (station_id, person, news_id),
    foreign key (station_id, news_id) references inventory_news (station_id, id))`);
  await m.tenantTable('inventory_news_told', { app: ['insert'] });

  // A storage location is of the depot: elsewhere its change changes no sheet.
  await m.sql(`create function note_part_of_sheet() returns trigger language plpgsql as $$
    begin
      insert into inventory_news (station_id, inventory_id, part_id, kind)
      select l.station_id, l.inventory_id, l.part_id, k.kind
      from inventory_line l
      join inventory i on i.station_id = l.station_id and i.id = l.inventory_id and i.state = 'counting'
      cross join lateral (values
        ('family', new.family_id is distinct from old.family_id),
        ('location', new.location_id is distinct from old.location_id and i.place_id is null),
        ('unit', new.unit_id is distinct from old.unit_id)) k (kind, changed)
      where l.station_id = new.station_id and l.part_id = new.id and not l.is_removed and k.changed;
      return null;
    end $$`);
  await m.sql(`create trigger part_of_sheet after update of family_id, location_id, unit_id on part for each row
    when ((new.family_id, new.location_id, new.unit_id) is distinct from (old.family_id, old.location_id, old.unit_id))
    execute function note_part_of_sheet()`);

  // Planned anew each time, as the other triggers of movements are.
  await m.sql(`create function note_stock_of_sheet() returns trigger language plpgsql as $$
    begin
      execute 'insert into inventory_news (station_id, inventory_id, part_id, kind)
        select distinct w.station_id, l.frozen_by, w.part_id, ''stock'' from written w
        join stock_level l on (l.station_id, l.part_id, l.location) = (w.station_id, w.part_id, w.location)
          and l.frozen_by is not null
        where w.quantity <> 0 and not (w.origin_kind = ''inventory'' and w.origin_id = l.frozen_by)';
      return null;
    end $$`);
  await m.sql(`create trigger stock_movement_of_sheet after insert on stock_movement
    referencing new table as written for each statement execute function note_stock_of_sheet()`);
});
