import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { SeededRandom } from '@navette/platform/seed';
import { Refused, StationApi } from '../demo/client/station-api.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { seedParts } from './catalogue-parts.mjs';
import { figure, rounded, wholeNumber } from './figures.mjs';
import { againstCommits, measureFloor } from './floor.mjs';
import { cpuSeconds, logFile, startPrivateSystem, until } from './private-system.mjs';

/**
 * ST-12, ST-13: clients that fight for the same few parts, of which there are fewer than are wanted: customer orders of
 * three parts each, and corrections of their stock in between, in a station that refuses negative stock. The clock runs from
 * the first call until stock has decided on the last need.
 *
 * @typedef {{ perSecond: number, oversold: number, retries: number, refused: number, cpu: number }} Run
 */

const CLIENTS = 16;
const PARTS = 100;
const PIECES = 20;
const NEEDS = 4_500;
const LINES = 3;
/** Of a hundred calls, those that correct. */
const CORRECTIONS = 20;
const PATIENCE_SECONDS = 300;
const WOULD_BE_NEGATIVE = 'stock.stock-level.would-be-negative';

/** @type {import('./measured.mjs').Bench} */
export const allocationContention = {
  name: 'allocation-contention',
  summary:
    '16 clients that fight for the same 100 parts: needs decided a second, pieces oversold, transactions retried',
  options: { needs: { type: 'string', value: 'N', help: `needs of a run, of 1 or 2 pieces each (${NEEDS})` } },
  prepare({ runs, yes, values }) {
    const needs = wholeNumber('needs', values['needs'], NEEDS);
    if (needs % LINES !== 0)
      throw new Stop(Exit.usage, `bench: --needs ${needs} is not accepted: ${LINES} stand on each order`);
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      const api = new StationApi(system.api, system.signIn);
      const stock = new pg.Client({ connectionString: system.databases['stock'] });
      await stock.connect();
      try {
        const settings = await api.get('/stock-settings');
        await api.put('/stock-settings', randomUUID(), { json: { ...settings, refuseNegativeStock: true } });
        const known = await step(`writing ${runs * PARTS} parts`, () => pricedParts(stock, api, runs * PARTS));
        const { parties } = await api.get('/parties', { 'filter[kind][in]': 'consumer', limit: 1 });
        /** @type {Run[]} */
        const measured = [];
        for (let run = 0; run < runs; run += 1) {
          const parts = known.slice(run * PARTS, (run + 1) * PARTS);
          await step(`stocking ${PARTS} parts with ${PIECES} pieces`, () => fill(api, parts));
          measured.push(await step(`fighting for them, run ${run + 1}`, () => fightOnce({ system, api, stock }, parts, parties[0].id, needs, run))); // prettier-ignore
        }
        const conditions = { clients: CLIENTS, parts: PARTS };
        const of = (/** @type {keyof Run} */ name) => measured.map((one) => one[name]);
        const cpu = { needs, cpuSecondsAtMost: rounded(Math.max(...of('cpu'))) };
        const perSecond = figure('allocation-contention.per_s', '1/s', of('perSecond'), { ...conditions, ...cpu });
        return [
          figure('allocation-contention.oversold', 'pieces', of('oversold'), conditions),
          againstCommits(perSecond, perSecond.value, floors),
          figure('allocation-contention.retries', 'transactions', of('retries'), conditions),
          ...floors,
        ];
      } finally {
        await stock.end();
      }
    };
  },
};

/** @typedef {import('./catalogue-parts.mjs').Known} Known */

/** Parts that a customer can be asked a price for. @param {pg.Client} stock @param {StationApi} api @param {number} count */
async function pricedParts(stock, api, count) {
  const known = await seedParts(stock, await api.station(), { parts: count, ofStation: count });
  const ids = known.map(({ id }) => id);
  await stock.query('update part set purchase_price = 10, fixed_price = 15 where id = any ($1)', [ids]);
  return known;
}

/** @param {StationApi} api @param {readonly Known[]} parts */
async function fill(api, parts) {
  for (const { id } of parts) await correct(api, id, PIECES);
}

/** @param {StationApi} api @param {string} partId @param {number} quantity */
const correct = (api, partId, quantity) =>
  api.post('/stock-corrections', randomUUID(), { json: { partId, quantity: String(quantity), reason: 'bench' } });

/**
 * @param {{ system: import('./private-system.mjs').PrivateSystem, api: StationApi, stock: pg.Client }} on
 * @param {readonly Known[]} parts @param {string} customerPartyId @param {number} needs @param {number} run
 * @returns {Promise<Run>}
 */
async function fightOnce({ system, api, stock }, parts, customerPartyId, needs, run) {
  const ids = parts.map(({ id }) => id);
  const pid = system.pids['solo'];
  const [cpuBefore, retriesBefore] = [cpuSeconds(pid), retries()];
  let [ordersLeft, refused, corrected] = [needs / LINES, 0, 0];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, n) => {
      const random = new SeededRandom(`bench allocation-contention ${run} ${n}`);
      while (ordersLeft > 0) {
        if (random.chance(CORRECTIONS)) {
          const quantity = random.chance(50) ? random.int(1, 3) : -random.int(1, 3);
          try {
            await correct(api, random.pick(ids), quantity);
            corrected += 1;
          } catch (error) {
            if (!(error instanceof Refused) || error.code !== WOULD_BE_NEGATIVE) throw error;
            refused += 1;
          }
          continue;
        }
        ordersLeft -= 1;
        const wanted = new Set();
        while (wanted.size < LINES) wanted.add(random.pick(parts).reference);
        const lines = [...wanted].map((reference) => ({ reference, quantity: String(random.int(1, 2)) }));
        await api.post('/customer-orders', randomUUID(), { json: { customerPartyId, lines } });
      }
    }),
  );
  await until(PATIENCE_SECONDS, `${needs} needs are decided on`, async () => (await count(stock, 'select count(*) from need where part_id = any ($1)', ids)) === needs); // prettier-ignore
  const seconds = (performance.now() - began) / 1_000;
  const cpu = cpuSeconds(pid) - cpuBefore;
  const oversold = await count(stock, OVERSOLD, ids);
  const short = await count(stock, 'select count(*) from need where part_id = any ($1) and waiting > 0', ids);
  if (short === 0) throw new Stop(Exit.failed, 'bench: nobody had to wait: there was nothing to fight for');
  const retried = retries() - retriesBefore;
  say(`  ${seconds.toFixed(1)} s; ${corrected} corrections, ${refused} refused; ${short} needs wait; ${oversold} pieces oversold; ${retried} transactions retried; ${cpu.toFixed(1)} s of processor time in solo`); // prettier-ignore
  return { perSecond: needs / seconds, oversold, retries: retried, refused, cpu };
}

/** Pieces that are promised and not there, that are missing, or that needs and allocations do not agree on. */
const OVERSOLD = `
  select ceil(coalesce(sum(
      greatest(promised - on_hand, 0) + greatest(-on_hand, 0) + abs(promised - counted) + abs(on_hand - moved)), 0))::int as count
  from (
    select s.on_hand,
      (select coalesce(sum(a.quantity), 0) from allocation a
       where (a.station_id, a.part_id) = (s.station_id, s.part_id) and a.state in ('tentative', 'confirmed')) as promised,
      (select coalesce(sum(n.allocated), 0) from need n
       where (n.station_id, n.part_id) = (s.station_id, s.part_id)) as counted,
      (select coalesce(sum(m.quantity), 0) from stock_movement m
       where (m.station_id, m.part_id) = (s.station_id, s.part_id)) as moved
    from part_stock s where s.part_id = any ($1)) x`;

/** @param {pg.Client} client @param {string} sql @param {readonly string[]} ids @returns {Promise<number>} */
async function count(client, sql, ids) {
  const { rows } = await client.query(sql, [ids]);
  return Number(rows[0].count);
}

/** Transactions that the services began anew so far, after a deadlock, a failure to serialise or a lost race: they say so. */
function retries() {
  const file = logFile('solo');
  if (!existsSync(file)) throw new Stop(Exit.failed, `bench: ${file} is not there`);
  return readFileSync(file, 'utf8').split('"transaction retried"').length - 1;
}
