import { migration } from '@navette/platform/database';

/** Conditions of a column that holds a term, as of a party's. */
const TERMS = `
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
    ordering_channel text not null check (ordering_channel in ('platform', 'email', 'file'))`;

const BILLING = `'billingType', 'paymentDays', 'endOfMonth', 'dayOfMonth', 'paymentMethod', 'ledgerAccount', 'vatRegime'`;
const SUPPLY = `'bands', 'professionalCoefficient1', 'professionalCoefficient2', 'leadTimeDays', 'minimumOrder',
    'shippingCharge', 'orderingChannel'`;

/**
 * PA-13: families, and which terms of a party are not its own. A party keeps the values that apply, inherited ones too, so
 * that its version tells them (ADR 0036).
 */
export const families = migration('202611221350-families', async (m) => {
  await m.sql(`create table party_family (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    role text not null check (role in ('customer', 'supplier', 'representative')),
    code text collate "C" not null check (code <> '' and length(code) <= 10),
    label text not null check (label <> '' and length(label) <= 40),
    notes text not null check (length(notes) <= 10000),
    ${TERMS},
    inherited_billing text[] not null check (inherited_billing <@ array[${BILLING}]),
    inherited_pricing text[] not null check (inherited_pricing <@ array[${SUPPLY}, 'discounts']),
    -- A family gives what is its role's to give, and no more.
    check (role = 'supplier' or inherited_pricing @> array[${SUPPLY}]),
    check (role = 'customer' or 'discounts' = any (inherited_pricing)),
    check (role <> 'representative' or inherited_billing @> array[${BILLING}]),
    updated_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, role, code),
    unique (station_id, id, role))`);
  await m.sql('create index party_family_code on party_family (station_id, code, id)');
  await m.tenantTable('party_family', { app: ['insert', 'update'] });

  await m.sql(`create table family_price_band (
    station_id uuid not null,
    family_id uuid not null,
    from_price numeric(14,2) not null check (from_price >= 0),
    coefficient numeric(14,4) not null check (coefficient > 0),
    primary key (station_id, family_id, from_price),
    foreign key (station_id, family_id) references party_family (station_id, id))`);
  await m.tenantTable('family_price_band', { app: ['insert', 'delete'] });
  await m.sql(`create function family_price_band_starts_at_zero() returns trigger language plpgsql as $$
    declare
      changed family_price_band := coalesce(new, old);
    begin
      if exists (select from family_price_band where station_id = changed.station_id and family_id = changed.family_id)
        and not exists (select from family_price_band where station_id = changed.station_id
                        and family_id = changed.family_id and from_price = 0) then
        raise exception 'price bands of % do not start at 0', changed.family_id using errcode = 'check_violation',
          constraint = 'family_price_band_starts_at_zero';
      end if;
      return null;
    end $$`);
  await m.sql(`create constraint trigger family_price_band_starts_at_zero
    after insert or update or delete on family_price_band
    deferrable initially deferred for each row execute function family_price_band_starts_at_zero()`);

  await m.sql(`create table family_part_discount (
    station_id uuid not null,
    family_id uuid not null,
    position int not null,
    supplier_party_id uuid,
    manufacturer_party_id uuid,
    discount numeric(14,4) check (discount between 0 and 1),
    coefficient numeric(14,4) check (coefficient > 0),
    primary key (station_id, family_id, position),
    unique nulls not distinct (station_id, family_id, supplier_party_id, manufacturer_party_id),
    foreign key (station_id, family_id) references party_family (station_id, id),
    foreign key (station_id, supplier_party_id) references party (station_id, id),
    foreign key (station_id, manufacturer_party_id) references party (station_id, id),
    check (discount is not null or coefficient is not null))`);
  await m.tenantTable('family_part_discount', { app: ['insert', 'delete'] });

  // The roles are there for the keys: a family of suppliers is no family of a customer.
  await m.sql(`alter table party
    add customer_family_id uuid,
    add customer_family_role text not null default 'customer' check (customer_family_role = 'customer'),
    add supplier_family_id uuid,
    add supplier_family_role text not null default 'supplier' check (supplier_family_role = 'supplier'),
    add inherited_billing text[] not null default '{}' check (inherited_billing <@ array[${BILLING}]),
    add inherited_pricing text[] not null default '{}' check (inherited_pricing <@ array[${SUPPLY}, 'discounts']),
    add foreign key (station_id, customer_family_id, customer_family_role)
      references party_family (station_id, id, role),
    add foreign key (station_id, supplier_family_id, supplier_family_role)
      references party_family (station_id, id, role)`);
  await m.sql(`create index party_customer_family on party (station_id, customer_family_id, id)
    where customer_family_id is not null`);
  await m.sql(`create index party_supplier_family on party (station_id, supplier_family_id, id)
    where supplier_family_id is not null`);
  // What a party was given before there were families is its own; where it has the default nobody chose it.
  await m.sql(`update party p set inherited_billing = array_remove(array[
    case when billing_type = 'none' then 'billingType' end,
    case when payment_days = 0 then 'paymentDays' end,
    case when not end_of_month then 'endOfMonth' end,
    case when day_of_month = 0 then 'dayOfMonth' end,
    case when payment_method = '' then 'paymentMethod' end,
    case when ledger_account = '' then 'ledgerAccount' end,
    case when vat_regime = 'domestic' then 'vatRegime' end], null),
    inherited_pricing = array_remove(array[
    case when not exists (select from price_band b where b.station_id = p.station_id and b.party_id = p.id)
      then 'bands' end,
    case when professional_coefficient_1 is null then 'professionalCoefficient1' end,
    case when professional_coefficient_2 is null then 'professionalCoefficient2' end,
    case when lead_time_days = 0 then 'leadTimeDays' end,
    case when minimum_order is null then 'minimumOrder' end,
    case when shipping_charge is null then 'shippingCharge' end,
    case when ordering_channel = 'email' then 'orderingChannel' end,
    case when not exists (select from part_discount d where d.station_id = p.station_id and d.party_id = p.id)
      then 'discounts' end], null)`);
});
