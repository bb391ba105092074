import { randomUUID } from 'node:crypto';
import { behindItsBack, fileIds, needed, WITHOUT_GUARDS } from './behind-its-back.mjs';

const PARTS_NEEDED = 'navette.interventions.v1.PartsNeeded';

/**
 * A message that stock has handled comes again and its inbox has forgotten it. Stock's handler withstands that, since the
 * key of a need is its line: so what a handler that trusts its inbox alone would leave behind, a second allocation of the
 * same need, is written as well.
 *
 * @param {import('../run.mjs').Run} run
 * @returns {Promise<import('./index.mjs').Broken>}
 */
export async function skipInbox(run) {
  const letter = randomUUID();
  const allocation = randomUUID();
  return {
    async afterRun() {
      const files = await fileIds(run);
      const message = await behindItsBack(run, 'interventions', async (query) => {
        const [row] = await query(
          `select id, station_id, aggregate_id, subject, payload, headers from outbox
           where headers ->> 'Navette-Type' = $1 and aggregate_id = any ($2) order by seq limit 1`,
          [PARTS_NEEDED, files],
        );
        return needed(row, 'message');
      });
      await behindItsBack(run, 'stock', (query) => forget(query, letter, message));
      await run.person.post(`/operations/stock/dead-letters/${letter}/retry`, run.key('redeliver', letter));
      await behindItsBack(run, 'stock', async (query) => {
        await query(WITHOUT_GUARDS);
        await query(
          `insert into allocation (station_id, id, need_id, part_id, location, quantity, state, receipt_line_id, created_at,
             closed_at, reason, saga_id)
           select station_id, $2, need_id, part_id, location, quantity, state, receipt_line_id, created_at, closed_at, reason,
             saga_id from allocation
           where need_id in (select id from need where origin_id = $1) and state <> 'withdrawn' limit 1`,
          [message.aggregate_id, allocation],
        );
      });
    },
    undo: () =>
      behindItsBack(run, 'stock', async (query) => {
        await query(WITHOUT_GUARDS);
        await query('delete from allocation where id = $1', [allocation]);
        await query('delete from dead_letter where id = $1', [letter]);
      }),
  };
}

/**
 * Takes a message out of the inbox, and makes it one that an operator can have handled again.
 *
 * @param {(sql: string, params?: unknown[]) => Promise<any[]>} query
 * @param {string} letter
 * @param {any} message a row of the sender's outbox
 */
async function forget(query, letter, { id, station_id, aggregate_id, subject, payload, headers }) {
  const [inbox] = await query('delete from inbox where message_id = $1 returning consumer', [id]);
  const { consumer } = needed(inbox, 'message in an inbox');
  await query(
    `insert into dead_letter (id, consumer, message_id, message_type, station_id, aggregate_id, subject, payload, headers,
       error, failures, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'sabotage', 1, clock_timestamp())`,
    [letter, consumer, id, PARTS_NEEDED, station_id, aggregate_id, subject, payload, headers],
  );
}
