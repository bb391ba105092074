import { migration } from '@navette/platform/database';

/** AC-2: the treasury of each bank is a journal of its own. */
export const aJournalForEachBank = migration('202611220455-a-journal-for-each-bank', async (m) => {
  await m.sql(`alter table journal add column bank_account text collate "C",
    add foreign key (station_id, bank_account) references ledger_account (station_id, account),
    add check (bank_account is null or kind = 'payments')`);
  await m.sql('drop index journal_current');
  await m.sql(
    'create unique index journal_current on journal (station_id, kind) where current and bank_account is null',
  );
  await m.sql(`create unique index journal_of_bank on journal (station_id, bank_account)
    where current and bank_account is not null`);
});
