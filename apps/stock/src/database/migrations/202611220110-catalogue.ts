import { migration } from '@navette/platform/database';

/**
 * Copies of what parties and identity say, the station's settings and numbers, parts and their prices (ST-4, ST-5).
 * Sale prices are not kept: they follow from the purchase price and the supplier's terms, so they are computed when asked.
 */
export const catalogue = migration('202611220110-catalogue', async (m) => {
  await m.sql(`create table station_ref (
    station_id uuid not null primary key,
    last_version bigint not null,
    code text not null check (code ~ '^[A-Z]{2,4}$'),
    time_zone text not null)`);
  await m.tenantTable('station_ref', { app: ['insert', 'update'] });

  await m.sql(`create table party_ref (
    station_id uuid not null,
    id uuid not null,
    kinds text[] not null,
    primary key (station_id, id))`);
  await m.tenantTable('party_ref', { app: ['insert', 'update'] });

  await m.sql(`create table supplier_terms (
    station_id uuid not null,
    party_id uuid not null,
    last_version bigint not null,
    professional_coefficient_1 numeric(14,4) check (professional_coefficient_1 > 0),
    professional_coefficient_2 numeric(14,4) check (professional_coefficient_2 > 0),
    primary key (station_id, party_id))`);
  await m.tenantTable('supplier_terms', { app: ['insert', 'update'] });

  await m.sql(`create table price_band (
    station_id uuid not null,
    party_id uuid not null,
    from_price numeric(14,2) not null check (from_price >= 0),
    coefficient numeric(14,4) not null check (coefficient > 0),
    primary key (station_id, party_id, from_price),
    foreign key (station_id, party_id) references supplier_terms (station_id, party_id))`);
  await m.tenantTable('price_band', { app: ['insert', 'delete'] });

  await m.sql(`create table station_settings (
    station_id uuid not null primary key,
    refuse_negative_stock boolean not null,
    update_price_by_default boolean not null,
    saga_first_ask_seconds int not null check (saga_first_ask_seconds between 1 and 86400),
    saga_withdraw_after_seconds int not null,
    saga_operator_after_seconds int not null check (saga_operator_after_seconds <= 2592000),
    check (saga_first_ask_seconds < saga_withdraw_after_seconds),
    check (saga_withdraw_after_seconds < saga_operator_after_seconds))`);
  await m.tenantTable('station_settings', { app: ['insert', 'update'] });

  await m.sql(`create table number_counter (
    station_id uuid not null,
    kind text not null check (kind in ('CF', 'ES')),
    year int not null,
    last int not null check (last > 0),
    primary key (station_id, kind, year))`);
  await m.tenantTable('number_counter', { app: ['insert', 'update'] });

  await m.sql(`create table part (
    station_id uuid not null,
    id uuid not null,
    version int not null default 1 check (version > 0),
    kind text not null check (kind in ('part', 'special_item')),
    reference text not null check (reference <> '' and length(reference) <= 60),
    reference_norm text collate "C" not null,
    designation text not null check (designation <> '' and length(designation) <= 200),
    supplier_party_id uuid,
    manufacturer_party_id uuid,
    ventilation_code text not null check (ventilation_code ~ '^[A-Z0-9_-]{1,20}$'),
    vat_category text not null check (vat_category in ('standard', 'intermediate', 'reduced', 'super_reduced')),
    state text not null check (state in ('active', 'exhausted')),
    purchase_price numeric(14,4) check (purchase_price >= 0),
    list_price numeric(14,4) check (list_price >= 0),
    fixed_price numeric(14,4) check (fixed_price >= 0),
    created_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, reference_norm))`);
  await m.tenantTable('part', { app: ['insert', 'update'] });

  await m.sql(`create table part_barcode (
    station_id uuid not null,
    code text collate "C" not null check (code <> '' and length(code) <= 64),
    part_id uuid not null,
    primary key (station_id, code),
    foreign key (station_id, part_id) references part (station_id, id))`);
  await m.sql('create index part_barcode_part on part_barcode (station_id, part_id)');
  await m.tenantTable('part_barcode', { app: ['insert', 'delete'] });
});
