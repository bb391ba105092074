import { migration } from '@navette/platform/database';

const TERM = `'representativeId'`;
const BILLING = `'billingType', 'paymentDays', 'endOfMonth', 'dayOfMonth', 'paymentMethod', 'ledgerAccount', 'vatRegime',
  'footerDiscount', 'printTemplate', 'printCopies', 'chorusServiceCode', ${TERM}`;

/** PA-13: sales representatives, what they are to be paid by, and who has which. */
export const representatives = migration('202611221835-representatives', async (m) => {
  await m.sql(`create table commission_scale (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    code text collate "C" not null check (code <> '' and length(code) <= 10),
    label text not null check (label <> '' and length(label) <= 40),
    basis text not null check (basis in ('turnover', 'collected_turnover', 'quantity', 'margin')),
    document text not null check (document in ('order', 'delivery_note', 'invoice')),
    mode text not null check (mode in ('whole', 'by_band')),
    period text not null check (period in ('none', 'year', 'quarter', 'month', 'week', 'day')),
    valid_from date,
    valid_to date,
    updated_at timestamptz not null,
    check (valid_from <= valid_to),
    primary key (station_id, id),
    unique (station_id, code),
    unique (station_id, id, basis))`);
  await m.sql('create index commission_scale_code on commission_scale (station_id, code, id)');
  await m.tenantTable('commission_scale', { app: ['insert', 'update'] });

  // A band ends where the next one begins: there are no holes, and none lies over another.
  await m.sql(`create table commission_band (
    station_id uuid not null,
    scale_id uuid not null,
    basis text not null,
    from_value numeric(14,2) not null check (from_value >= 0),
    formula text not null
      check (formula in ('turnover_rate', 'margin_rate', 'amount', 'amount_per_unit', 'amount_and_turnover_rate')),
    amount numeric(14,2) check (amount >= 0),
    rate numeric(14,4) check (rate between 0 and 1),
    check (basis <> 'quantity' or formula in ('amount', 'amount_per_unit')),
    check ((amount is not null) = (formula in ('amount', 'amount_per_unit', 'amount_and_turnover_rate'))),
    check ((rate is not null) = (formula in ('turnover_rate', 'margin_rate', 'amount_and_turnover_rate'))),
    primary key (station_id, scale_id, from_value),
    foreign key (station_id, scale_id, basis) references commission_scale (station_id, id, basis))`);
  await m.tenantTable('commission_band', { app: ['insert', 'delete'] });
  await m.sql(`create function commission_band_starts_at_zero() returns trigger language plpgsql as $$
    declare
      changed commission_band := coalesce(new, old);
    begin
      if exists (select from commission_band where station_id = changed.station_id and scale_id = changed.scale_id)
        and not exists (select from commission_band where station_id = changed.station_id
                        and scale_id = changed.scale_id and from_value = 0) then
        raise exception 'bands of commission scale % do not start at 0', changed.scale_id
          using errcode = 'check_violation', constraint = 'commission_band_starts_at_zero';
      end if;
      return null;
    end $$`);
  await m.sql(`create constraint trigger commission_band_starts_at_zero
    after insert or update or delete on commission_band
    deferrable initially deferred for each row execute function commission_band_starts_at_zero()`);

  await m.sql(`create table representative (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    code text collate "C" not null check (code <> '' and length(code) <= 20),
    civility text not null,
    name text not null check (name <> ''),
    name_norm text collate "C" not null,
    first_name text not null,
    phones text[] not null,
    emails text[] not null,
    line1 text not null,
    line2 text not null,
    postcode text not null,
    city text not null,
    country text not null,
    territory text collate "C" not null check (length(territory) <= 30),
    notes text not null check (length(notes) <= 10000),
    active boolean not null,
    user_id uuid,
    family_id uuid,
    family_role text not null default 'representative' check (family_role = 'representative'),
    inherits_scales boolean not null,
    updated_at timestamptz not null,
    primary key (station_id, id),
    unique (station_id, code),
    foreign key (station_id, family_id, family_role) references party_family (station_id, id, role))`);
  await m.sql('create index representative_code on representative (station_id, code, id)');
  await m.sql('create index representative_name on representative (station_id, name_norm, id)');
  await m.sql(
    'create unique index representative_user on representative (station_id, user_id) where user_id is not null',
  );
  await m.sql(`create index representative_family on representative (station_id, family_id, id)
    where family_id is not null`);
  await m.tenantTable('representative', { app: ['insert', 'update'] });

  await m.sql(`create table representative_scale (
    station_id uuid not null,
    representative_id uuid not null,
    scale_id uuid not null,
    primary key (station_id, representative_id, scale_id),
    foreign key (station_id, representative_id) references representative (station_id, id),
    foreign key (station_id, scale_id) references commission_scale (station_id, id))`);
  await m.tenantTable('representative_scale', { app: ['insert', 'delete'] });
  await m.sql(`create table family_scale (
    station_id uuid not null,
    family_id uuid not null,
    family_role text not null default 'representative' check (family_role = 'representative'),
    scale_id uuid not null,
    primary key (station_id, family_id, scale_id),
    foreign key (station_id, family_id, family_role) references party_family (station_id, id, role),
    foreign key (station_id, scale_id) references commission_scale (station_id, id))`);
  await m.tenantTable('family_scale', { app: ['insert', 'delete'] });

  // One more of the billing terms, of customers alone; nobody has chosen it yet.
  for (const table of ['party', 'party_family']) {
    await m.sql(`alter table ${table} drop constraint ${table}_inherited_billing_check`);
    await m.sql(`update ${table} set inherited_billing = inherited_billing || array[${TERM}]`);
    await m.sql(`alter table ${table}
      add constraint ${table}_inherited_billing_check check (inherited_billing <@ array[${BILLING}]),
      add representative_id uuid,
      add foreign key (station_id, representative_id) references representative (station_id, id)`);
  }
  await m.sql(`alter table party_family
    add check (role = 'customer' or (representative_id is null and ${TERM} = any (inherited_billing)))`);
  await m.sql(`create index party_representative on party (station_id, representative_id, id)
    where representative_id is not null`);
  // Families and listed manufacturers go, too.
  await m.sql(`grant delete on party_family, manufacturer to ${m.roles.app}`);
});
