import { migration } from '@navette/platform/database';

/** ST-1: models of appliances. The columns to find one by are generated, as those of parts (ADR 0043). */
export const products = migration('202611222256-products', async (m) => {
  const loose = (name: string) => `regexp_replace(upper(${name} collate "C"), '[^A-Z0-9]+', '', 'g')`;
  const year = (name: string) => `${name} smallint check (${name} between 1900 and 2100)`;
  await m.sql(`create table product (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    brand_id uuid not null,
    brand_kind text not null default 'brand' check (brand_kind = 'brand'),
    type_id uuid not null,
    type_kind text not null default 'appliance_type' check (type_kind = 'appliance_type'),
    commercial_reference text not null check (commercial_reference <> '' and length(commercial_reference) <= 60),
    technical_reference text not null check (length(technical_reference) <= 60),
    designation text not null check (length(designation) <= 200),
    gtin text collate "C" check (gtin ~ '^([0-9]{8}|[0-9]{12,14})$'),
    ${year('first_year')},
    ${year('last_year')},
    check (first_year <= last_year),
    comment text not null check (length(comment) <= 10000),
    is_active boolean not null,
    commercial_loose text collate "C" not null generated always as (${loose('commercial_reference')}) stored,
    technical_loose text collate "C" not null generated always as (${loose('technical_reference')}) stored,
    updated_at timestamptz not null,
    primary key (station_id, id),
    foreign key (station_id, brand_id, brand_kind) references catalogue_entry (station_id, id, kind),
    foreign key (station_id, type_id, type_kind) references catalogue_entry (station_id, id, kind))`);
  await m.sql(
    `create unique index product_reference on product (station_id, brand_id, commercial_loose, technical_loose)`,
  );
  await m.sql('create unique index product_gtin on product (station_id, gtin)');
  await m.sql('create index product_commercial on product (station_id, commercial_loose, id)');
  await m.sql('create index product_technical on product (station_id, technical_loose)');
  await m.tenantTable('product', { app: ['insert', 'update'] });
});
