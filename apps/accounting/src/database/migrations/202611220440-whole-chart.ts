import { migration } from '@navette/platform/database';

/** AC-1, AC-11: the rest of the chart. AC-2: what the ledger refuses is counted for operators. */
export const wholeChart = migration('202611220440-whole-chart', async (m) => {
  await m.sql(`alter table chart
    add column auxiliary_suffix text collate "C" not null default '' check (auxiliary_suffix ~ '^[0-9A-Z]{0,8}$'),
    add column auxiliary_length int,
    add column account_length int not null default 0 check (account_length = 0 or account_length between 3 and 15)`);
  // As long as the accounts that were given before; a rewrite of the table reaches the rows of every station.
  await m.sql('alter table chart alter column auxiliary_length type int using length(auxiliary_prefix) + 12');
  await m.sql(`alter table chart alter column auxiliary_length set not null, add check (
    auxiliary_length - length(auxiliary_prefix) - length(auxiliary_suffix) between 12 and 32)`);

  await m.sql(`create table payment_account (
    station_id uuid not null,
    method text not null check (method <> '' and length(method) <= 40),
    account text collate "C" not null,
    primary key (station_id, method),
    foreign key (station_id, account) references ledger_account (station_id, account))`);
  await m.tenantTable('payment_account', { app: ['insert', 'delete'] });

  await m.sql(`create table other_account (
    station_id uuid not null,
    use text not null
      check (use in ('shipping', 'deposit', 'discount', 'bank', 'exceptional_income', 'tax_to_issue')),
    account text collate "C" not null,
    primary key (station_id, use),
    foreign key (station_id, account) references ledger_account (station_id, account))`);
  await m.tenantTable('other_account', { app: ['insert', 'delete'] });

  await m.sql(`grant select on ledger_document to ${m.roles.engine}`);
  await m.sql(`create policy ledger_document_engine on ledger_document for select to ${m.roles.engine} using (true)`);
});
