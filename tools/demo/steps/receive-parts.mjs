import { readFileSync, readdirSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Exit, Stop } from '../../dev/lib/exit.mjs';
import { inRoot } from '../../dev/lib/paths.mjs';
import { run as runProgram } from '../../dev/lib/run.mjs';
import { untilOver } from '../client/patience.mjs';
import { Progress } from '../progress.mjs';

const SIMULATOR = inRoot('tools', 'supplier-simulator', 'main.mjs');
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * ST-23: suppliers despatch what was sent to them; their files become goods receipts.
 *
 * @param {import('../run.mjs').Run} run
 * @param {string[]} orders
 * @returns {Promise<string[]>} ids of the run's goods receipts, each validated
 */
export async function receiveParts(run, orders) {
  const folder = join(run.folder, 'despatch');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await despatch(run, orders, folder);
  const receipts = await importFiles(run, folder);
  await validate(run, receipts);
  return receipts;
}

/** @param {import('../run.mjs').Run} run @param {string[]} orders @param {string} folder */
async function despatch(run, orders, folder) {
  const progress = new Progress('despatch files written by the suppliers', orders.length);
  const { code } = await runProgram(process.execPath, [SIMULATOR, '--out', folder, ...orders], {
    env: { ...process.env, NAVETTE_API_URL: run.system.api, NAVETTE_API_TOKEN: await run.person.token() },
    show: true,
  });
  if (code !== 0) throw new Stop(Exit.failed, `the supplier simulator ended with code ${code}`);
  progress.reached(readdirSync(folder).length);
  progress.end();
}

/** @param {import('../run.mjs').Run} run @param {string} folder */
async function importFiles(run, folder) {
  const files = readdirSync(folder).sort();
  const progress = new Progress('despatch files imported', files.length);
  /** @type {string[]} */
  const receipts = [];
  for (const file of files) {
    const isXlsx = file.endsWith('.xlsx');
    const answer = await run.person.post('/goods-receipts/import', run.key('import', file), {
      bytes: readFileSync(join(folder, file)),
      type: isXlsx ? XLSX : 'text/csv',
    });
    receipts.push(...answer.receipts.map((/** @type {{ id: string }} */ { id }) => id));
    progress.add();
  }
  progress.end();
  return receipts;
}

/** @param {import('../run.mjs').Run} run @param {string[]} receipts */
async function validate(run, receipts) {
  const progress = new Progress('goods receipts validated', receipts.length);
  for (const id of receipts) {
    const { state, version } = await run.person.get(`/goods-receipts/${id}`);
    if (state === 'draft')
      await run.person.post(`/goods-receipts/${id}/validate`, run.key('validate', id), { seen: { id, version } });
    progress.add();
  }
  progress.end();
}

/**
 * ST-24: waits until the saga of every receipt has told all origins.
 *
 * @param {import('../run.mjs').Run} run
 * @param {string[]} receipts
 */
export async function waitForAllocations(run, receipts) {
  const progress = new Progress('sagas order-receipt-to-allocation done', receipts.length);
  let open = receipts;
  const over = await untilOver(run.patience, async () => {
    /** @type {string[]} */
    const still = [];
    for (const id of open) if (!isDone(await run.person.get(`/goods-receipts/${id}`))) still.push(id);
    open = still;
    progress.reached(receipts.length - open.length);
    return { reached: receipts.length - open.length, over: open.length === 0 };
  });
  if (!over) run.unfinished.push(`${open.length} sagas order-receipt-to-allocation are not done`);
  progress.end(over ? '' : `${open.length} are not done`);
}

/** @param {{ sagaState: string }} receipt */
const isDone = ({ sagaState }) => sagaState === 'allocated';
