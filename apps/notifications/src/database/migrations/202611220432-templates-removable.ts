import { migration } from '@navette/platform/database';

/** NO-2: a station may go back to the network's text. */
export const templatesRemovable = migration('202611220432-templates-removable', async (m) => {
  await m.sql(`grant delete on template, template_kind to ${m.roles.app}`);
  // What an erased party was sent, and what still waits for it, is looked for by party.
  await m.sql('create index message_party on message (station_id, party_id)');
});
