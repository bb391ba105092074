import pg from 'pg';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { StationApi } from '../demo/client/station-api.mjs';
import { comparedTo, figure, percentile, rounded, wholeNumber } from './figures.mjs';
import { floorOf, measureFloor } from './floor.mjs';
import { seedNeeds, supplierOf } from './plan-needs.mjs';
import { startPrivateSystem } from './private-system.mjs';

/**
 * ST-20: pages of the replenishment plan over `/api/v1`, as a person of the station asks for them: the first one, one deep
 * down, and those of each filter. Beside the station another one has as many needs.
 *
 * @typedef {{ page: string, query: Record<string, string>, expected: string[] }} Page lines by the id of their need or part
 */

const NEEDS = 100_000;
const ASKED = 50;
/** Lines of a page: the most that may be asked for. */
const LINES = 200;

/** @type {import('./measured.mjs').Bench} */
export const plan = {
  name: 'plan',
  summary: 'pages of the replenishment plan, with and without filters: milliseconds of the HTTP call',
  options: {
    needs: { type: 'string', value: 'N', help: `open needs of each of two stations (${NEEDS})` },
    asked: { type: 'string', value: 'N', help: `times that each page is asked for in a run (${ASKED})` },
  },
  prepare({ runs, yes, values }) {
    const needs = wholeNumber('needs', values['needs'], NEEDS);
    const asked = wholeNumber('asked', values['asked'], ASKED);
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      const api = new StationApi(system.api, system.signIn);
      const pages = await preparePages(system, api, needs);
      /** @type {Map<string, number[]>} */
      const measured = new Map(pages.map(({ page }) => [page, []]));
      for (let run = 1; run <= runs; run += 1)
        for (const [page, p95] of await step(`asking, run ${run}`, () => measureOnce(api, pages, asked)))
          measured.get(page)?.push(p95);
      const figures = [...measured].map(([page, values]) => {
        const one = figure('plan.p95_ms', 'ms', values, { page, lines: LINES, needs, asked });
        return comparedTo(one, one.value, floorOf(floors, 'floor.grpc_rtt_ms'));
      });
      return [...figures, ...floors];
    };
  },
};

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {StationApi} api
 * @param {number} needs
 * @returns {Promise<Page[]>}
 */
async function preparePages(system, api, needs) {
  const admin = new pg.Client({ connectionString: system.databases['stock'] });
  await admin.connect();
  try {
    const here = await api.station();
    const { rows } = await admin.query('select station_id as id from station_ref order by station_id <> $1, code limit 2', [here]); // prettier-ignore
    const stations = rows.map(({ id }) => id);
    await step(`writing ${needs} open needs for each of ${stations.length} stations`, () => seedNeeds(admin, stations, needs)); // prettier-ignore
    return await step('proving the pages', () => provenPages(admin, api, here, needs));
  } finally {
    await admin.end();
  }
}

/** Every page answers what the tables hold, before how quickly it does is of interest. @param {pg.Client} admin @param {StationApi} api @param {string} here @param {number} needs */
async function provenPages(admin, api, here, needs) {
  const waiting = async (/** @type {string} */ where = '', /** @type {string} */ order = 'n.created_at', /** @type {number} */ offset = 0) => {
    const sql = `select n.id from need n join part p using (station_id) where p.id = n.part_id and n.station_id = $1
      and n.waiting > 0 and not n.frozen ${where} order by ${order}, n.id limit ${LINES} offset ${offset}`;
    return (await admin.query(sql, [here])).rows.map(({ id }) => id);
  }; // prettier-ignore
  const [common, rare] = [await supplierOf(admin, here, 1), await supplierOf(admin, here, 0)];
  const [newest] = (await admin.query('select origin_number as number from need where station_id = $1 and waiting > 0 order by created_at desc limit 1', [here])).rows; // prettier-ignore
  // Numbers grow with time: those that begin as the newest one are the last that a reader by age would come to.
  const begins = newest.number.slice(0, -2);
  const refills = await admin.query('select id from part where station_id = $1 and has_minimum order by reference_norm limit $2', [here, LINES]); // prettier-ignore
  const skipped = Math.floor((needs * 0.9) / LINES) * LINES;
  const by = (/** @type {string} */ supplier) => waiting(`and p.supplier_party_id = '${supplier}'`);
  const like = (/** @type {string} */ column) => waiting(`and n.${column} like '${begins}%'`, `n.${column}`);
  /** @type {Page[]} */
  const pages = [
    { page: 'first', query: {}, expected: await waiting() },
    { page: 'deep', query: { cursor: await cursorAfter(api, skipped) }, expected: await waiting('', undefined, skipped) }, // prettier-ignore
    { page: 'supplier', query: { supplierPartyId: common }, expected: await by(common) },
    { page: 'rare supplier', query: { supplierPartyId: rare }, expected: await by(rare) },
    { page: 'file number', query: { originNumberPrefix: begins }, expected: await like('origin_number') },
    { page: 'countermark', query: { countermarkPrefix: begins }, expected: await like('countermark') },
    { page: 'replenishment', query: { originKind: 'replenishment' }, expected: refills.rows.map(({ id }) => id) },
  ];
  for (const { page, query, expected } of pages) {
    const { lines } = await api.get('/replenishment-plan', { limit: LINES, ...query });
    const answered = lines.map((/** @type {{ needId: string, partId: string }} */ line) => line.needId || line.partId);
    if (expected.length === 0 || answered.join() !== expected.join())
      throw new Stop(Exit.failed, `bench: the page ${page} is not what the tables hold`);
  }
  return pages;
}

/** Of the page that ends with that many lines, reached as a reader reaches it. @param {StationApi} api @param {number} lines */
async function cursorAfter(api, lines) {
  let cursor = '';
  for (let read = 0; read < lines; read += LINES)
    cursor = (await api.get('/replenishment-plan', { limit: LINES, ...(cursor ? { cursor } : {}) })).nextCursor;
  return cursor;
}

/**
 * The pages in turn, so that what else the machine does falls on all of them.
 *
 * @param {StationApi} api
 * @param {Page[]} pages
 * @param {number} asked
 * @returns {Promise<Map<string, number>>} 95th percentiles in milliseconds
 */
async function measureOnce(api, pages, asked) {
  const took = new Map(pages.map(({ page }) => [page, /** @type {number[]} */ ([])]));
  for (let time = 0; time < asked; time += 1) {
    for (const { page, query } of pages) {
      const began = performance.now();
      await api.get('/replenishment-plan', { limit: LINES, ...query });
      took.get(page)?.push(performance.now() - began);
    }
  }
  const p95s = new Map([...took].map(([page, values]) => [page, percentile(values, 95)]));
  say(`  ${[...p95s].map(([page, p95]) => `${page} ${rounded(p95)} ms`).join(', ')}`);
  return p95s;
}
