import { randomUUID } from 'node:crypto';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { figure, rounded, wholeNumber, wholeNumbers } from './figures.mjs';
import { againstCommits, measureFloor } from './floor.mjs';
import { cpuSeconds, startPrivateSystem, until } from './private-system.mjs';
import { catalogueOf, prepareDelivery } from './receipt-delivery.mjs';

/**
 * ST-24: from the HTTP call that validates a receipt until every origin shows its status over `/api/v1` and every message
 * to a customer is in the queue. Both are looked at from outside, as a clerk's screen would.
 *
 * @typedef {import('./receipt-delivery.mjs').Delivery} Delivery
 * @typedef {import('../demo/client/station-api.mjs').StationApi} StationApi
 */

const NEEDS = [50, 200, 1_000];
const LINES = 200;
const PATIENCE_SECONDS = 180;
/** Between two looks; each look is one small request, that the measured process has to answer too. */
const LOOK_MS = 20;

/** @type {import('./measured.mjs').Bench} */
export const receipt = {
  name: 'receipt',
  summary: 'a receipt against waiting needs: seconds from its validation until all origins and customers are told',
  options: {
    needs: { type: 'string', value: 'N,…', help: `waiting needs, each of another origin (${NEEDS.join(',')})` },
    lines: { type: 'string', value: 'N', help: `lines of the receipt (${LINES})` },
  },
  prepare({ runs, yes, values }) {
    const sizes = wholeNumbers('needs', values['needs'], NEEDS);
    const lines = wholeNumber('lines', values['lines'], LINES);
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      const references = await catalogueOf(system);
      const most = Math.floor(references.length / 2);
      if (lines > most) throw new Stop(Exit.usage, `bench: --lines ${lines} is not accepted: 1 to ${most}`);
      const figures = [];
      for (const needs of sizes) {
        const measured = [];
        for (let run = 1; run <= runs; run += 1)
          measured.push(await measureOnce(system, { run, needs, lines, references }));
        const cpu = rounded(Math.max(...measured.map(({ cpu }) => cpu)));
        const seconds = figure('receipt.seconds', 's', measured.map(({ seconds }) => seconds), { needs, lines, cpuSecondsAtMost: cpu }); // prettier-ignore
        figures.push(againstCommits(seconds, needs / seconds.value, floors));
      }
      return [...figures, ...floors];
    };
  },
};

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {{ run: number, needs: number, lines: number }} size
 */
async function measureOnce(system, { run, needs, lines, references }) {
  const name = `${needs} needs, ${lines} lines, run ${run}`;
  const delivery = await step(`preparing ${name}`, () => prepareDelivery(system, { run, needs, lines, references }));
  const { api, receipt: draft } = delivery;
  const cpuBefore = cpuSeconds(system.pids['solo']);
  const began = performance.now();
  await api.post(`/goods-receipts/${draft.id}/validate`, randomUUID(), { seen: draft });
  const answered = performance.now();
  await untilAllAreTold(delivery);
  const seconds = (performance.now() - began) / 1_000;
  const cpu = cpuSeconds(system.pids['solo']) - cpuBefore;
  say(`  ${name}: ${seconds.toFixed(2)} s, of which the answer ${((answered - began) / 1_000).toFixed(2)} s; ${cpu.toFixed(2)} s of processor time in solo`); // prettier-ignore
  await proveIt(delivery);
  return { seconds, cpu };
}

/** @param {Delivery} delivery */
async function untilAllAreTold(delivery) {
  const { api } = delivery;
  // None is left behind in the state before: asked with a page of one, it costs little however many there are.
  const none = (/** @type {string} */ path, /** @type {string} */ field, /** @type {Record<string, string>} */ query) =>
    until(PATIENCE_SECONDS, `no ${field} are left ${JSON.stringify(query)}`, async () => (await api.get(path, { ...query, limit: 1 }))[field].length === 0, LOOK_MS); // prettier-ignore
  await none('/customer-orders', 'orders', { 'filter[state][eq]': 'waiting' });
  await none('/customer-orders', 'orders', { 'filter[state][eq]': 'ready_partial' });
  await none('/intervention-files', 'files', { 'filter[statusKey][eq]': 'parts_ordered' });
  for (let missing = await withoutMessage(delivery); missing.length > 0; missing = await withoutMessage(delivery)) {
    // One at a time is asked for until it is there; all of them again only then.
    const aboutId = /** @type {string} */ (missing.at(-1));
    await until(
      PATIENCE_SECONDS,
      `a message about ${aboutId} is queued`,
      async () => (await api.get('/messages', { aboutId })).messages.some(isTheMessage),
      LOOK_MS,
    );
  }
}

/** @param {Delivery} delivery */
async function withoutMessage({ api, files, orders }) {
  const missing = new Set([...files, ...orders]);
  for await (const message of api.list('/messages', 'messages')) {
    if (isTheMessage(message)) missing.delete(message.aboutId);
    if (missing.size === 0) break;
  }
  return [...missing];
}

/** @param {{ kind: string }} message */
const isTheMessage = ({ kind }) => kind === 'status:parts_received' || kind === 'customer_order_ready';

/** After the clock has stopped: each origin has its status, and one message, and no more than one. @param {Delivery} delivery */
async function proveIt({ api, files, orders, prefix }) {
  const told = new Map([...files, ...orders].map((id) => [id, 0]));
  let ready = 0;
  for await (const { id, statuses } of api.list('/intervention-files', 'files', {
    'filter[missionExternalNumber][prefix]': prefix,
  }))
    if (told.has(id) && statuses.at(-1)?.key === 'parts_received') ready += 1;
  for await (const { id } of api.list('/customer-orders', 'orders', { 'filter[state][eq]': 'ready' }))
    if (told.has(id)) ready += 1;
  for await (const message of api.list('/messages', 'messages')) {
    const before = told.get(message.aboutId);
    if (before !== undefined && isTheMessage(message)) told.set(message.aboutId, before + 1);
  }
  const wrong = [...told].filter(([, count]) => count !== 1);
  if (ready !== told.size || wrong.length > 0)
    throw new Stop(
      Exit.failed,
      `bench: ${ready} of ${told.size} origins are ready, ${wrong.length} have not one message`,
    );
}
