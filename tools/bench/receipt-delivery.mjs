import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { inParallel } from '../demo/client/parallel.mjs';
import { IN_FLIGHT, Run } from '../demo/run.mjs';
import { acceptMissionOrders } from '../demo/steps/accept-mission-orders.mjs';
import { readCatalogue } from '../demo/steps/read-catalogue.mjs';
import { sendMissionOrders } from '../demo/steps/send-mission-orders.mjs';
import { until } from './private-system.mjs';

/**
 * What waits for the receipt that is measured, made by the use cases of every day: mission orders accepted, lines added
 * to files, customer orders placed, one supplier order sent, the receipt drafted.
 *
 * @typedef {object} Delivery
 * @property {import('../demo/client/station-api.mjs').StationApi} api
 * @property {string} prefix of the mission numbers of its files
 * @property {string[]} files ids
 * @property {string[]} orders ids of customer orders
 * @property {{ id: string, version: string }} receipt a draft
 */

const PATIENCE_SECONDS = 120;

/**
 * References of the parts that can be ordered, in a fixed order.
 *
 * @param {import('./private-system.mjs').PrivateSystem} system
 */
export async function catalogueOf(system) {
  const run = new Run({ id: 'catalogue', system, records: [], patience: PATIENCE_SECONDS });
  await readCatalogue(run);
  forget(run);
  return run.references;
}

/** A demo's run keeps a folder, to be taken up again; ours is never. @param {Run} run */
const forget = ({ folder }) => rmSync(folder, { recursive: true, force: true });

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {{ run: number, needs: number, lines: number, references: readonly string[] }} size
 * @returns {Promise<Delivery>}
 */
export async function prepareDelivery(system, { run: number, needs, lines, references }) {
  const id = `n${needs}x${number}`;
  const records = Array.from({ length: Math.ceil(needs / 2) }, (_, i) => record(`${id}n${i}`, i + 1));
  const run = new Run({ id, system, records, patience: PATIENCE_SECONDS });
  run.references = references;
  await sendMissionOrders(run);
  await acceptMissionOrders(run);
  const opened = await filesOf(run);
  const origins = { files: opened.map((file) => file.id), orders: await wantParts(run, opened, { needs, lines }) };
  const order = await orderAll(run, needs);
  const receipt = await draft(run, order, lines);
  await untilQuiet(run.person, origins.files.length);
  forget(run);
  return { api: run.person, prefix: run.prefix, ...origins, receipt };
}

/** @param {string} key @param {number} line @returns {import('../demo/run.mjs').RepairRecord} */
const record = (key, line) => ({ key, line, category: 'Lave-linge', brand: 'Electrobel', problem: 'Ne vidange plus', date: '' }); // prettier-ignore

/** @param {Run} run @returns {Promise<{ id: string, consumer: string }[]>} */
async function filesOf(run) {
  const files = [];
  const query = { 'filter[missionExternalNumber][prefix]': run.prefix };
  for await (const { id, consumerPartyId } of run.person.list('/intervention-files', 'files', query))
    files.push({ id, consumer: consumerPartyId });
  return files;
}

/**
 * One need for each origin, of 1 to 3 pieces; files and customer orders take turns, also at the same part.
 *
 * @param {Run} run
 * @param {{ id: string, consumer: string }[]} files
 * @param {{ needs: number, lines: number }} size
 * @returns {Promise<string[]>} ids of the customer orders
 */
async function wantParts(run, files, { needs, lines }) {
  const wanted = Array.from({ length: needs }, (_, i) => ({
    reference: /** @type {string} */ (run.references[i % lines]),
    quantity: String((i % 3) + 1),
    file: files[Math.floor(i / 2)],
    byFile: (i + Math.floor(i / lines)) % 2 === 0,
  }));
  // Taking turns by part, too, may leave one more to one kind.
  const forFiles = wanted.filter(({ byFile }) => byFile);
  const forOrders = wanted.filter(({ byFile }) => !byFile);
  while (forFiles.length > files.length) forOrders.push(/** @type {any} */ (forFiles.pop()));
  while (forFiles.length < files.length) forFiles.push(/** @type {any} */ (forOrders.pop()));
  await inParallel(forFiles.entries(), IN_FLIGHT, async ([i, { reference, quantity }]) => {
    const json = { lines: [{ kind: 'part', reference, quantity }] };
    await run.person.post(`/intervention-files/${files[i]?.id}/lines`, randomUUID(), { json });
  });
  /** @type {string[]} */
  const orders = [];
  await inParallel(forOrders.entries(), IN_FLIGHT, async ([i, { reference, quantity }]) => {
    const json = { customerPartyId: files[i]?.consumer, lines: [{ reference, quantity }] };
    orders.push((await run.person.post('/customer-orders', randomUUID(), { json })).id);
  });
  return orders;
}

/** Everything that waits, from one supplier on one order. @param {Run} run @param {number} needs */
async function orderAll(run, needs) {
  /** @type {{ needId: string, supplierPartyId: string }[]} */
  let plan = [];
  await until(PATIENCE_SECONDS, `the plan shows ${needs} needs`, async () => {
    plan = [];
    for await (const line of run.person.list('/replenishment-plan', 'lines')) plan.push(line);
    return plan.length === needs;
  }, 200); // prettier-ignore
  const supplierPartyId = /** @type {string} */ (plan[0]?.supplierPartyId);
  const json = { selections: plan.map(({ needId }) => ({ needId, supplierPartyId })) };
  const { orders } = await run.person.post('/supplier-orders', randomUUID(), { json });
  await run.person.post(`/supplier-orders/${orders[0].id}/send`, randomUUID());
  return { id: orders[0].id, supplierPartyId };
}

/**
 * All that is awaited, and what the supplier sent beside it, so that the receipt has its lines however few needs there are.
 *
 * @param {Run} run
 * @param {{ id: string, supplierPartyId: string }} order
 * @param {number} lines
 */
async function draft(run, { id: supplierOrderId, supplierPartyId }, lines) {
  const json = { supplierPartyId, supplierOrderId, pull: 'all', deliveryNote: `BL-${randomUUID().slice(0, 8)}` };
  const receipt = await run.person.post('/goods-receipts', randomUUID(), { json });
  const added = await partsBeside(run, lines, lines - receipt.lines.length);
  if (added.length === 0) return receipt;
  return put(run, receipt, added.map((partId) => ({ partId, quantity: '2', unitPrice: '12.5' }))); // prettier-ignore
}

/** Parts that nobody wants in any run. @param {Run} run @param {number} lines @param {number} count */
async function partsBeside(run, lines, count) {
  const wanted = new Set(run.references.slice(lines, lines + count));
  /** @type {string[]} */
  const ids = [];
  if (count > 0)
    for await (const { id, reference } of run.person.list('/parts', 'parts')) if (wanted.has(reference)) ids.push(id);
  return ids;
}

/** @param {Run} run @param {{ id: string, version: string }} receipt @param {object[]} lines */
const put = (run, receipt, lines) =>
  run.person.put(`/goods-receipts/${receipt.id}/lines`, randomUUID(), { json: { lines }, seen: receipt });

/**
 * Nothing under way any more that a clock would take for the receipt's doing.
 *
 * @param {import('../demo/client/station-api.mjs').StationApi} api
 * @param {number} files
 */
async function untilQuiet(api, files) {
  await until(PATIENCE_SECONDS, 'every file has its order noted', async () => {
    const noted = [];
      for await (const file of api.list('/intervention-files', 'files', { 'filter[statusKey][eq]': 'parts_ordered' })) noted.push(file);
      return noted.length === files;
  }, 200); // prettier-ignore
  await until(
    PATIENCE_SECONDS,
    'no message is in the queue',
    async () => (await api.get('/messages', { state: 'queued', limit: 1 })).messages.length === 0,
    200,
  );
}
