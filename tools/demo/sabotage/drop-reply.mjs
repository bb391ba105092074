import { interruption } from '../../dev/lib/cleanup.mjs';
import { say } from '../../dev/lib/output.mjs';
import { behindItsBack } from './behind-its-back.mjs';

const REPLIES = 'navette.stock.v1.rep.order-receipt-to-allocation.%';

/**
 * The first answer of interventions to saga order-receipt-to-allocation never leaves, nor does it when it is asked for
 * again. In an encoded reply the saga's id comes first and the request's second: two bytes of head and 36 of text each.
 *
 * @param {import('../run.mjs').Run} run
 * @returns {Promise<import('./index.mjs').Broken>}
 */
export async function dropReply(run) {
  await behindItsBack(run, 'interventions', async (query) => {
    await query('drop table if exists dropped_request cascade');
    await query('create table dropped_request (id text)');
    await query(`create or replace function drop_reply() returns trigger language plpgsql security definer as $$
      declare
        request text := convert_from(substring(new.payload from 41 for 36), 'UTF8');
      begin
        lock table dropped_request;
        if not exists (select from dropped_request) then
          insert into dropped_request values (request);
        end if;
        return case when exists (select from dropped_request where id = request) then null else new end;
      end $$`);
    await query(`create or replace trigger drop_reply before insert on outbox for each row
      when (new.subject like '${REPLIES}') execute function drop_reply()`);
  });
  return {
    async undo() {
      await behindItsBack(run, 'interventions', async (query) => {
        await query('drop trigger if exists drop_reply on outbox');
        await query('drop function if exists drop_reply');
        await query('drop table if exists dropped_request');
      });
      if (!interruption.signal.aborted) await askAgain(run);
    },
  };
}

/** The sagas that wait for it get it now. @param {import('../run.mjs').Run} run */
async function askAgain(run) {
  const { sagas } = await run.person.get('/operations/stock/sagas', { status: 'running', limit: 100 });
  for (const { id } of sagas) await run.person.post(`/operations/stock/sagas/${id}/retry`, run.key('retry', id));
  if (sagas.length > 0) say(`asked again for ${sagas.length} sagas; the same --run goes on with the files that waited`);
}
