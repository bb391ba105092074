import { migration } from '@navette/platform/database';

/** IN-2: for whom an order was accepted, and who sold the appliance. */
export const choicesAndResellers = migration('202611220740-choices-and-resellers', async (m) => {
  await m.sql(`alter table mission_order
    add column consumer_choice text not null default '',
    add column reseller jsonb`);
  await m.sql('alter table intervention_file add column reseller_party_id uuid');
});
