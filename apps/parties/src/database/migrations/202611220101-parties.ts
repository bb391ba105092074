import { migration } from '@navette/platform/database';

/** PA-1, PA-2, PA-9. Normalised copies stand in columns of their own: no index on an expression works under RLS. */
export const parties = migration('202611220101-parties', async (m) => {
  await m.sql('create extension if not exists pg_trgm');
  await m.sql(`create table party (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    kinds text[] not null check (
      cardinality(kinds) > 0 and kinds <@ array['consumer', 'reseller', 'supplier', 'manufacturer', 'other']),
    civility text not null,
    name text not null check (name <> '' and length(name) <= 200),
    name_norm text collate "C" not null,
    first_name text not null check (length(first_name) <= 100),
    first_name_norm text collate "C" not null,
    siret text not null check (siret = '' or siret ~ '^[0-9]{14}$'),
    vat_number text not null,
    language text not null check (language in ('fr', 'en')),
    tags text[] not null,
    comment text not null,
    billing_type text not null
      check (billing_type in ('none', 'pro_forma', 'invoice_now', 'billable_delivery_note')),
    payment_days int not null check (payment_days between 0 and 120),
    end_of_month boolean not null,
    day_of_month int not null check (day_of_month between 0 and 31),
    payment_method text not null,
    ledger_account text not null,
    vat_regime text not null check (vat_regime in ('domestic', 'intra_eu', 'export', 'exempt')),
    professional_coefficient_1 numeric(14,4) check (professional_coefficient_1 > 0),
    professional_coefficient_2 numeric(14,4) check (professional_coefficient_2 > 0),
    lead_time_days int not null check (lead_time_days between 0 and 365),
    minimum_order numeric(14,2) check (minimum_order >= 0),
    shipping_charge numeric(14,2) check (shipping_charge >= 0),
    ordering_channel text not null check (ordering_channel in ('platform', 'email', 'file')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (station_id, id))`);
  await m.sql('create index party_name on party (station_id, name_norm, first_name_norm, id)');
  await m.tenantTable('party', { app: ['insert', 'update'] });

  await m.sql(`create table party_phone (
    station_id uuid not null,
    party_id uuid not null,
    position int not null,
    typed text not null,
    e164 text collate "C" not null check (e164 ~ '^\\+[0-9]{4,15}$'),
    primary key (station_id, party_id, position),
    foreign key (station_id, party_id) references party (station_id, id))`);
  await m.sql('create index party_phone_e164 on party_phone (station_id, e164)');
  await m.tenantTable('party_phone', { app: ['insert', 'update', 'delete'] });

  await m.sql(`create table party_email (
    station_id uuid not null,
    party_id uuid not null,
    position int not null,
    email text not null,
    email_norm text collate "C" not null,
    primary key (station_id, party_id, position),
    foreign key (station_id, party_id) references party (station_id, id))`);
  await m.sql('create index party_email_norm on party_email (station_id, email_norm)');
  await m.tenantTable('party_email', { app: ['insert', 'update', 'delete'] });

  await m.sql(`create table party_address (
    station_id uuid not null,
    party_id uuid not null,
    usage text not null check (usage in ('main', 'billing', 'delivery')),
    line1 text not null,
    line2 text not null,
    postcode text collate "C" not null,
    city text not null,
    country text not null check (country ~ '^[A-Z]{2}$'),
    primary key (station_id, party_id, usage),
    foreign key (station_id, party_id) references party (station_id, id))`);
  await m.sql('create index party_address_postcode on party_address (station_id, postcode)');
  await m.tenantTable('party_address', { app: ['insert', 'update', 'delete'] });

  await m.sql(`create table party_contact (
    station_id uuid not null,
    party_id uuid not null,
    position int not null,
    name text not null check (name <> ''),
    role text not null,
    phone text not null,
    email text not null,
    is_default boolean not null,
    primary key (station_id, party_id, position),
    foreign key (station_id, party_id) references party (station_id, id))`);
  await m.sql('create unique index party_contact_default on party_contact (station_id, party_id) where is_default');
  await m.tenantTable('party_contact', { app: ['insert', 'update', 'delete'] });

  await m.sql(`create table price_band (
    station_id uuid not null,
    party_id uuid not null,
    from_price numeric(14,2) not null check (from_price >= 0),
    coefficient numeric(14,4) not null check (coefficient > 0),
    primary key (station_id, party_id, from_price),
    foreign key (station_id, party_id) references party (station_id, id))`);
  await m.tenantTable('price_band', { app: ['insert', 'delete'] });
  // Bands are intervals between successive lower bounds, so they have no holes; what is left to hold is that they start
  // at 0 (PA-9). Deferred: a set of bands is replaced row by row.
  await m.sql(`create function price_band_starts_at_zero() returns trigger language plpgsql as $$
    begin
      if exists (select from price_band where station_id = new.station_id and party_id = new.party_id)
        and not exists (select from price_band
                        where station_id = new.station_id and party_id = new.party_id and from_price = 0) then
        raise exception 'price bands of % do not start at 0', new.party_id using errcode = 'check_violation',
          constraint = 'price_band_starts_at_zero';
      end if;
      return null;
    end $$`);
  await m.sql(`create constraint trigger price_band_starts_at_zero after insert on price_band
    deferrable initially deferred for each row execute function price_band_starts_at_zero()`);
});
