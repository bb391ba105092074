import { migration } from '@navette/platform/database';

/**
 * AC-1, AC-2, AC-4, AC-6. Entries are write-once (the app role has neither update nor delete on them) and balance by a
 * constraint that is checked at commit.
 */
export const accounting = migration('202611220105-accounting', async (m) => {
  await m.sql(`create table station_ref (
    station_id uuid primary key,
    version int not null,
    code text collate "C" not null check (code ~ '^[A-Z]{2,4}$'),
    siren text collate "C" not null,
    time_zone text not null,
    fiscal_year_start_month int not null check (fiscal_year_start_month between 1 and 12))`);
  await m.tenantTable('station_ref', { app: ['insert', 'update'] });

  // Only what the FEC prints of a customer.
  await m.sql(`create table party_ref (
    station_id uuid not null,
    id uuid not null,
    version int not null,
    display_name text not null,
    primary key (station_id, id))`);
  await m.tenantTable('party_ref', { app: ['insert', 'update'] });

  // Every account that the station ever posted to or may post to, with its label of today.
  await m.sql(`create table ledger_account (
    station_id uuid not null,
    account text collate "C" not null check (account ~ '^[0-9]{3}[0-9A-Z]{0,12}$'),
    label text not null check (label <> ''),
    primary key (station_id, account))`);
  await m.tenantTable('ledger_account', { app: ['insert', 'update'] });

  await m.sql(`create table chart (
    station_id uuid primary key,
    customer_account text collate "C" not null,
    auxiliary_prefix text collate "C" not null check (auxiliary_prefix ~ '^[0-9A-Z]{0,8}$'),
    foreign key (station_id, customer_account) references ledger_account (station_id, account))`);
  await m.tenantTable('chart', { app: ['insert', 'update'] });

  await m.sql(`create table vat_account (
    station_id uuid not null,
    rate text collate "C" not null check (rate ~ '^0\\.[0-9]{4}$'),
    account text collate "C" not null,
    primary key (station_id, rate),
    foreign key (station_id, account) references ledger_account (station_id, account))`);
  await m.tenantTable('vat_account', { app: ['insert', 'delete'] });

  await m.sql(`create table revenue_account (
    station_id uuid not null,
    ventilation_code text not null check (ventilation_code <> ''),
    vat_regime text not null check (vat_regime in ('domestic', 'intra_eu', 'export', 'exempt')),
    account text collate "C" not null,
    primary key (station_id, ventilation_code, vat_regime),
    foreign key (station_id, account) references ledger_account (station_id, account))`);
  await m.tenantTable('revenue_account', { app: ['insert', 'delete'] });

  // A journal that gave way to another of its kind stays: its entries have its code.
  await m.sql(`create table journal (
    station_id uuid not null,
    code text collate "C" not null check (code ~ '^[0-9A-Z]{2}[A-Z]{2,4}$'),
    kind text not null check (kind in ('sales', 'cash_sales', 'payments')),
    label text not null check (label <> ''),
    current boolean not null,
    primary key (station_id, code))`);
  await m.sql('create unique index journal_current on journal (station_id, kind) where current');
  await m.tenantTable('journal', { app: ['insert', 'update'] });

  // Every document that came, and what became of it. Those that wait are posted in the order of issue.
  await m.sql(`create table ledger_document (
    station_id uuid not null,
    document_id uuid not null,
    kind text not null,
    number text collate "C" not null,
    issued_on date not null,
    content jsonb not null,
    state text not null check (state in ('posted', 'waiting', 'ignored', 'refused')),
    reason text not null,
    params jsonb not null,
    primary key (station_id, document_id),
    check (state in ('waiting', 'refused') = (reason <> '')))`);
  await m.sql(
    `create index ledger_document_open on ledger_document (station_id, issued_on, number) where state in ('waiting', 'refused')`,
  );
  await m.tenantTable('ledger_document', { app: ['insert', 'update'] });

  await m.sql(`create table journal_counter (
    station_id uuid not null,
    journal text collate "C" not null,
    fiscal_year int not null,
    last_number bigint not null check (last_number > 0),
    last_validated_on date not null,
    primary key (station_id, journal, fiscal_year),
    foreign key (station_id, journal) references journal (station_id, code))`);
  await m.tenantTable('journal_counter', { app: ['insert', 'update'] });

  await m.sql(`create table entry (
    station_id uuid not null,
    id uuid not null,
    document_id uuid not null,
    journal text collate "C" not null,
    fiscal_year int not null,
    number bigint not null check (number > 0),
    entry_date date not null,
    validated_on date not null check (validated_on >= entry_date),
    piece text not null check (piece <> ''),
    label text not null check (label <> ''),
    customer_party_id uuid not null,
    primary key (station_id, id),
    unique (station_id, document_id),
    unique (station_id, journal, fiscal_year, number),
    foreign key (station_id, document_id) references ledger_document (station_id, document_id),
    foreign key (station_id, journal) references journal (station_id, code))`);
  await m.tenantTable('entry', { app: ['insert'] });

  await m.sql(`create table entry_line (
    station_id uuid not null,
    entry_id uuid not null,
    position int not null,
    account text collate "C" not null,
    auxiliary text collate "C" not null,
    debit numeric(14,2) not null check (debit >= 0),
    credit numeric(14,2) not null check (credit >= 0),
    primary key (station_id, entry_id, position),
    foreign key (station_id, entry_id) references entry (station_id, id),
    foreign key (station_id, account) references ledger_account (station_id, account),
    check ((debit = 0) <> (credit = 0)))`);
  await m.tenantTable('entry_line', { app: ['insert'] });

  await m.sql(`create function entry_balances() returns trigger language plpgsql as $$
    declare
      checked uuid;
    begin
      if tg_table_name = 'entry' then
        checked := new.id;
      else
        checked := new.entry_id;
      end if;
      if not exists (select from entry_line where station_id = new.station_id and entry_id = checked
          having count(*) >= 2 and sum(debit) = sum(credit)) then
        raise exception 'entry % does not balance', checked
          using errcode = 'check_violation', constraint = 'entry_balances';
      end if;
      return null;
    end $$`);
  for (const table of ['entry', 'entry_line']) {
    await m.sql(`create constraint trigger ${table}_balances after insert or update on ${table}
      deferrable initially deferred for each row execute function entry_balances()`);
  }
});
