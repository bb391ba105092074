import { migration } from '@navette/platform/database';

const NEW = `'footerDiscount', 'printTemplate', 'printCopies', 'chorusServiceCode'`;
const BILLING = `'billingType', 'paymentDays', 'endOfMonth', 'dayOfMonth', 'paymentMethod', 'ledgerAccount', 'vatRegime', ${NEW}`;

/** PA-19: what the header of a document takes of the terms of its party, inherited like the other terms (PA-13). */
export const documentHeaders = migration('202611221750-document-headers', async (m) => {
  await m.sql('alter table party drop constraint party_inherited_billing_check');
  await m.sql(`alter table party_family drop constraint party_family_inherited_billing_check,
    drop constraint party_family_check2`);
  for (const table of ['party', 'party_family']) {
    await m.sql(`alter table ${table}
      add footer_discount numeric(14,4) check (footer_discount between 0 and 1),
      add print_template text not null default '' check (length(print_template) <= 40),
      add print_copies int not null default 0 check (print_copies between 0 and 9),
      add chorus_service_code text not null default '' check (length(chorus_service_code) <= 100)`);
    // Nobody has chosen them, and no family gives them yet.
    await m.sql(`update ${table} set inherited_billing = inherited_billing || array[${NEW}]`);
    await m.sql(`alter table ${table} add constraint ${table}_inherited_billing_check
      check (inherited_billing <@ array[${BILLING}])`);
  }
  await m.sql(`alter table party_family add constraint party_family_of_representatives_bills_nothing
    check (role <> 'representative' or inherited_billing @> array[${BILLING}])`);
});
