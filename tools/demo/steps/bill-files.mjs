import { inParallel } from '../client/parallel.mjs';
import { untilOver } from '../client/patience.mjs';
import { Progress } from '../progress.mjs';
import { IN_FLIGHT } from '../run.mjs';
import { filesOf, partLines } from './files.mjs';

/**
 * IN-16: files whose parts are all there are repaired, finished with the quantities used, and given to billing.
 *
 * @param {import('../run.mjs').Run} run
 */
export async function finishFiles(run) {
  const progress = new Progress('files finished and given to billing', run.records.size);
  let given = 0;
  for await (const { state } of filesOf(run)) if (isGiven(state)) given += 1;
  const over = await untilOver(run.patience, async () => {
    /** @type {import('./files.mjs').RunFile[]} */
    const ready = [];
    for (const state of ['open', 'finished']) {
      for await (const file of filesOf(run, { state })) if (isRepairable(file)) ready.push(file);
    }
    progress.reached(given);
    await inParallel(ready, IN_FLIGHT, async (file) => {
      await finish(run, file);
      given += 1;
      progress.add();
    });
    return { reached: given, over: given >= run.records.size };
  });
  const left = run.records.size - given;
  if (!over) run.unfinished.push(`${left} files still wait for a part`);
  progress.end(over ? '' : `${left} still wait for a part`);
}

/** @param {string} state */
const isGiven = (state) => state === 'billing' || state === 'billed';

/** The status of its parts is set before it is closed: the consumer is told first. @param {import('./files.mjs').RunFile} file */
function isRepairable(file) {
  if (file.billingRefusal !== '') return false;
  const parts = partLines(file);
  const waited = ['part_to_order', 'parts_ordered'].includes(file.latest);
  return file.state === 'finished' || (parts.length > 0 && !waited && parts.every(({ arrived }) => arrived));
}

/** @param {import('../run.mjs').Run} run @param {import('./files.mjs').RunFile} file */
async function finish(run, file) {
  const { id, state } = file;
  const path = `/intervention-files/${id}`;
  if (state === 'open') {
    const used = partLines(file).map((line) => ({ lineId: line.id, quantity: line.quantity }));
    await run.person.post(`${path}/finish`, run.key('finish', id), { json: { used } });
  }
  await run.person.post(`${path}/bill`, run.key('bill', id));
}

/** Waits until billing has issued the documents of every file. @param {import('../run.mjs').Run} run */
export async function waitForDocuments(run) {
  const progress = new Progress('files billed', run.records.size);
  const over = await untilOver(run.patience, async () => {
    const left = (await unbilled(run)).length;
    const billed = run.records.size - left;
    progress.reached(billed);
    return { reached: billed, over: left === 0 };
  });
  if (over) return progress.end();
  /** @type {Map<string, number>} */
  const why = new Map();
  for (const { billingRefusal, state } of await unbilled(run)) {
    const reason = billingRefusal || `still ${state}`;
    why.set(reason, (why.get(reason) ?? 0) + 1);
  }
  const text = [...why].map(([reason, files]) => `${files} × ${reason}`).join(', ');
  run.unfinished.push(`files are not billed: ${text}`);
  progress.end(text);
}

/** @param {import('../run.mjs').Run} run */
async function unbilled(run) {
  const files = [];
  for (const state of ['open', 'finished', 'billing']) {
    for await (const file of filesOf(run, { state })) files.push(file);
  }
  return files;
}
