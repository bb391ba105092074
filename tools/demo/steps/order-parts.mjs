import { createHash } from 'node:crypto';
import { untilOver } from '../client/patience.mjs';
import { Progress } from '../progress.mjs';
import { filesOf, partLines } from './files.mjs';

/**
 * ST-20, ST-21: waits until the plan shows every need of the run, then orders them, one order per supplier.
 *
 * @param {import('../run.mjs').Run} run
 * @returns {Promise<string[]>} ids of the run's supplier orders
 */
export async function orderParts(run) {
  const open = await linesThatWait(run);
  if (open.size > 0) await placeWhatThePlanShows(run, open);
  const progress = new Progress('supplier orders sent', run.journal.placements.length);
  /** @type {string[]} */
  const orders = [];
  for (const { key, needIds } of run.journal.placements) {
    const json = { selections: needIds.map((needId) => ({ needId })) };
    const placed = await run.person.post('/supplier-orders', key, { json });
    for (const { id } of placed.orders) {
      const { state } = await run.person.get(`/supplier-orders/${id}`);
      if (state === 'draft') await run.person.post(`/supplier-orders/${id}/send`, run.key('send', id));
      orders.push(id);
    }
    progress.add();
  }
  progress.end();
  return orders;
}

/** Lines of open files that wait for their part and were not ordered by an earlier try of this run. @param {import('../run.mjs').Run} run */
async function linesThatWait(run) {
  const ordered = new Set(run.journal.placements.flatMap(({ needIds }) => needIds));
  /** @type {Set<string>} */
  const waiting = new Set();
  for await (const file of filesOf(run, { state: 'open' })) {
    for (const { id, arrived } of partLines(file)) if (!arrived && !ordered.has(id)) waiting.add(id);
  }
  return waiting;
}

/**
 * @param {import('../run.mjs').Run} run
 * @param {Set<string>} waiting
 */
async function placeWhatThePlanShows(run, waiting) {
  const progress = new Progress('needs in the replenishment plan', waiting.size);
  let wanted = waiting;
  /** @type {Map<string, string[]>} */
  let plan = new Map();
  const over = await untilOver(run.patience, async () => {
    plan = await needsBySupplier(run, wanted);
    const planned = count(plan);
    progress.reached(planned);
    // A part that was free in stock never shows in the plan: its line says so itself.
    if (planned < wanted.size) wanted = await linesThatWait(run);
    return { reached: planned, over: planned >= wanted.size };
  });
  const missing = over ? 0 : wanted.size - count(plan);
  if (missing > 0) run.unfinished.push(`${missing} needs are not in the replenishment plan`);
  progress.end(missing > 0 ? `${missing} are missing` : '');
  run.journal.add(
    [...plan.values()].map((needIds) => ({
      key: run.key('order', createHash('sha256').update(needIds.sort().join()).digest('hex').slice(0, 32)),
      needIds,
    })),
  );
}

/** @param {import('../run.mjs').Run} run @param {Set<string>} wanted */
async function needsBySupplier(run, wanted) {
  /** @type {Map<string, string[]>} */
  const plan = new Map();
  for await (const { needId, supplierPartyId } of run.person.list('/replenishment-plan', 'lines', {
    originKind: 'intervention_file',
  })) {
    if (!wanted.has(needId)) continue;
    const needs = plan.get(supplierPartyId);
    if (needs) needs.push(needId);
    else plan.set(supplierPartyId, [needId]);
  }
  return plan;
}

/** @param {Map<string, string[]>} plan */
const count = (plan) => [...plan.values()].reduce((sum, needs) => sum + needs.length, 0);
