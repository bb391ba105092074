import { behindItsBack, fileIds, needed, putBack, WITHOUT_GUARDS } from './behind-its-back.mjs';

/**
 * A movement of stock that the run made disappears; what is on hand stays as it was.
 *
 * @param {import('../run.mjs').Run} run
 * @returns {Promise<import('./index.mjs').Broken>}
 */
export async function loseMovement(run) {
  /** @type {object | undefined} */
  let lost;
  return {
    async afterRun() {
      const files = await fileIds(run);
      lost = await behindItsBack(run, 'stock', async (query) => {
        await query(WITHOUT_GUARDS);
        const [row] = await query(
          `delete from stock_movement m using (
             select station_id, seq from stock_movement
             where quantity <> 0 and part_id in (select part_id from need where origin_id = any ($1)) order by seq desc limit 1) x
           where (m.station_id, m.seq) = (x.station_id, x.seq) returning to_jsonb(m) as movement`,
          [files],
        );
        return needed(row, 'movement').movement;
      });
    },
    async undo() {
      const row = lost;
      if (!row) return;
      await behindItsBack(run, 'stock', async (query) => {
        await query(WITHOUT_GUARDS);
        await putBack(query, 'stock_movement', row);
      });
    },
  };
}
