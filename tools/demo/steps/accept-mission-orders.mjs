import { inParallel } from '../client/parallel.mjs';
import { untilOver } from '../client/patience.mjs';
import { Progress } from '../progress.mjs';
import { IN_FLIGHT } from '../run.mjs';
import { arrivedOrders } from './mission-orders.mjs';

/**
 * IN-1, IN-2: the station accepts each mission order as it arrives.
 *
 * @param {import('../run.mjs').Run} run
 */
export async function acceptMissionOrders(run) {
  const progress = new Progress('mission orders accepted', run.records.size);
  let accepted = 0;
  const over = await untilOver(run.patience, async () => {
    const received = await arrivedOrders(run, { state: 'received' });
    await inParallel(received, IN_FLIGHT, async ({ id }) => {
      await run.person.post(`/mission-orders/${id}/accept`, run.key('accept', id));
      accepted += 1;
      progress.add();
    });
    if (received.length > 0) return { reached: accepted, over: false };
    const arrived = await arrivedOrders(run);
    accepted = arrived.filter(({ state }) => state !== 'received').length;
    progress.reached(accepted);
    return { reached: accepted, over: accepted >= run.records.size };
  });
  const left = run.records.size - accepted;
  if (!over) run.unfinished.push(`${left} mission orders have not arrived`);
  progress.end(over ? '' : `${left} have not arrived`);
}

/**
 * A file follows from each order by itself. Orders that a service refused are taken out of the run.
 *
 * @param {import('../run.mjs').Run} run
 */
export async function waitForFiles(run) {
  const progress = new Progress('mission orders converted to files', run.records.size);
  const over = await untilOver(run.patience, async () => {
    // While some wait for their file, the few are asked for; all of them only when none does.
    const waiting = await arrivedOrders(run, { state: 'accepted' });
    const { converted, refused } = waiting.length > 0 ? { converted: [], refused: [] } : await ended(run);
    for (const { externalNumber, refusalReason } of refused) run.refuse(externalNumber, refusalReason);
    const reached = waiting.length > 0 ? Math.max(0, run.records.size - waiting.length) : converted.length;
    progress.reached(reached);
    return { reached, over: converted.length >= run.records.size };
  });
  if (over) return progress.end();
  for (const { externalNumber, toComplete } of await arrivedOrders(run, { state: 'accepted' })) {
    if (toComplete !== '') run.refuse(externalNumber, toComplete);
  }
  const left = run.records.size - (await ended(run)).converted.length;
  if (left > 0) run.unfinished.push(`${left} mission orders have not become files`);
  progress.end(left > 0 ? `${left} have not become files` : '');
}

/** @param {import('../run.mjs').Run} run */
async function ended(run) {
  return {
    converted: await arrivedOrders(run, { state: 'converted' }),
    refused: await arrivedOrders(run, { state: 'refused' }),
  };
}
