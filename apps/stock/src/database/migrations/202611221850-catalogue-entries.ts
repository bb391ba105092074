import { migration } from '@navette/platform/database';

/** ST-1: what parts are sorted by, and the rest of a part's record (E-022, E-023, E-027, E-028). */
export const catalogueEntries = migration('202611221850-catalogue-entries', async (m) => {
  await m.sql(`create table catalogue_entry (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    kind text not null check (kind in ('brand', 'appliance_type', 'part_family', 'unit', 'storage_location')),
    code text collate "C" not null check (code <> '' and length(code) <=
      case kind when 'unit' then 4 when 'storage_location' then 8 else 10 end),
    label text not null check (label <> '' and length(label) <= case kind when 'storage_location' then 50 else 40 end),
    notes text not null check (length(notes) <= 10000),
    is_listed boolean not null,
    is_active boolean not null,
    unit_type text check (unit_type in ('piece', 'time', 'weight', 'volume', 'length', 'area')),
    decimals smallint check (decimals between 0 and 4),
    check ((kind = 'unit') = (unit_type is not null) and (kind = 'unit') = (decimals is not null)),
    updated_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, kind, code),
    unique (station_id, id, kind))`);
  await m.sql('create index catalogue_entry_code on catalogue_entry (station_id, code, id)');
  await m.tenantTable('catalogue_entry', { app: ['insert', 'update'] });

  await m.sql(`create table catalogue_counter (
    station_id uuid not null,
    kind text not null check (kind in ('part', 'part_family', 'barcode')),
    last bigint not null check (last > 0),
    primary key (station_id, kind))`);
  await m.tenantTable('catalogue_counter', { app: ['insert', 'update'] });

  // The kinds are there for the keys: a brand is no unit.
  const named = (name: string, kind: string) => `add ${name}_id uuid,
    add ${name}_kind text not null default '${kind}' check (${name}_kind = '${kind}'),
    add foreign key (station_id, ${name}_id, ${name}_kind) references catalogue_entry (station_id, id, kind)`;
  await m.sql(`alter table part
    add packaging_code text not null default '' check (length(packaging_code) <= 20),
    add description text not null default '' check (length(description) <= 10000),
    add comment text not null default '' check (length(comment) <= 10000),
    add ordering_party_id uuid,
    add constraint part_of_ordering_party check (ordering_party_id is null or kind = 'special_item'),
    ${named('brand', 'brand')},
    ${named('family', 'part_family')},
    ${named('unit', 'unit')},
    ${named('location', 'storage_location')}`);
  await m.sql('create index part_reference on part (station_id, reference_norm, id)');
});
