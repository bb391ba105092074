import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { atEnd } from '../dev/lib/cleanup.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { inRoot } from '../dev/lib/paths.mjs';
import { result, say } from '../dev/lib/output.mjs';
import { selfCheck } from './check/self-check.mjs';
import { NotRecords, takeRecords } from './records/repair-records.mjs';
import { figureOf, finalTable } from './report.mjs';
import { Run } from './run.mjs';
import { sabotages } from './sabotage/index.mjs';
import { acceptMissionOrders, waitForFiles } from './steps/accept-mission-orders.mjs';
import { addParts } from './steps/add-parts.mjs';
import { finishFiles, waitForDocuments } from './steps/bill-files.mjs';
import { exportFec, waitForEntries } from './steps/export-fec.mjs';
import { orderParts } from './steps/order-parts.mjs';
import { readCatalogue } from './steps/read-catalogue.mjs';
import { receiveParts, waitForAllocations } from './steps/receive-parts.mjs';
import { sendMissionOrders } from './steps/send-mission-orders.mjs';
import { waitForMails } from './steps/wait-for-mails.mjs';
import { attach } from './system.mjs';

const SAMPLE = inRoot('tools', 'demo', 'sample-records.csv');
const DEFAULT_LIMIT = 500;
const PATIENCE_SECONDS = 120;
/** With something broken on purpose there is nothing to hope for. */
const PATIENCE_WITH_SABOTAGE_SECONDS = 20;
/** A check that fails may fail for every record. */
const PROBLEMS_SHOWN = 5;

/** @type {import('../dev/lib/arguments.mjs').Command} */
export default {
  name: 'demo main-line',
  summary: [
    'carry repair records through the whole line: mission order, file, parts, order, receipt, allocation, e-mail,',
    '  invoice, ledger, FEC; then check the outcome. Without --records, 60 invented records are taken; the repair records of',
    '  the Open Repair Alliance (https://openrepair.org, CC BY-SA 4.0) are a file that it takes as it is.',
  ].join('\n'),
  options: {
    records: { type: 'string', value: 'FILE', help: 'CSV of repairs (Open Repair Data Standard)' },
    limit: { type: 'string', value: 'N|all', help: `records taken, evenly over the file (${DEFAULT_LIMIT})` },
    run: {
      type: 'string',
      value: 'ID',
      help: 'name of the run, up to 16 letters and digits; the same again changes nothing',
    },
    patience: {
      type: 'string',
      value: 'SECONDS',
      help: `wait as long for something to happen (${PATIENCE_SECONDS}; ${PATIENCE_WITH_SABOTAGE_SECONDS} with --sabotage)`,
    },
    sabotage: {
      type: 'string',
      value: 'NAME',
      help: `break one thing on purpose: ${Object.keys(sabotages).join(', ')}`,
      accepts: Object.keys(sabotages),
    },
    yes: { type: 'boolean', help: 'fetch missing servers without asking, where nothing is up' },
    json: { type: 'boolean', help: 'end with the figures as JSON, on one line' },
  },
  run: ({ values }) => mainLine(values),
};

/** @param {Record<string, any>} values @returns {Promise<number>} */
async function mainLine({
  records: file = SAMPLE,
  limit,
  run: id = newRunId(),
  patience,
  sabotage,
  yes = false,
  json = false,
}) {
  if (!/^[A-Za-z0-9]{1,16}$/.test(id))
    throw new Stop(Exit.usage, `demo: --run ${id} is not 1 to 16 letters and digits`);
  const { records, refused } = readRecords(
    file,
    limit === 'all' ? Infinity : wholeNumber('limit', limit, DEFAULT_LIMIT),
  );
  const began = Date.now();
  const system = await attach({ yes });
  const run = new Run({ id, system, records, patience: patienceOf(patience, sabotage) });
  run.refused.push(...refused);
  say(`run ${id}: ${records.length} records, ${refused.length} refused by the file`);

  const broken = sabotage === undefined ? undefined : await sabotages[sabotage]?.(run);
  // Also after an error or Ctrl-C.
  if (broken) atEnd(broken.undo);
  const fec = await carry(run);
  await broken?.afterRun?.();
  const { facts, verdicts } = await selfCheck(run, fec);
  const figure = figureOf(run, facts, verdicts, (Date.now() - began) / 1_000);
  for (const { line, reason } of figure.refused) say(`refused: line ${line}: ${reason}`);
  result(finalTable(run, figure, facts, verdicts));
  const passed = explain(run, verdicts, sabotage);
  if (json) result(JSON.stringify(figure));
  return passed ? Exit.done : Exit.failed;
}

/** The line itself; each step finds what an earlier try of the same run has done. @param {Run} run @returns {Promise<string>} the FEC file */
async function carry(run) {
  await readCatalogue(run);
  await sendMissionOrders(run);
  await acceptMissionOrders(run);
  await waitForFiles(run);
  await addParts(run);
  const orders = await orderParts(run);
  const receipts = await receiveParts(run, orders);
  await waitForAllocations(run, receipts);
  await finishFiles(run);
  await waitForDocuments(run);
  await waitForMails(run);
  await waitForEntries(run);
  return exportFec(run);
}

/**
 * @param {Run} run
 * @param {import('./check/self-check.mjs').Verdict[]} verdicts
 * @param {string | undefined} sabotage
 */
function explain(run, verdicts, sabotage) {
  const failed = verdicts.filter(({ problems }) => problems.length > 0);
  for (const text of run.unfinished) say(`unfinished: ${text}`);
  for (const { name, problems } of failed) {
    for (const problem of problems.slice(0, PROBLEMS_SHOWN)) say(`check failed: ${name}: ${problem}`);
    if (problems.length > PROBLEMS_SHOWN) say(`check failed: ${name}: ${problems.length - PROBLEMS_SHOWN} more`);
  }
  if (sabotage !== undefined) {
    const noticed = failed.map(({ name }) => name).join(', ');
    say(`sabotage ${sabotage}: ${noticed === '' ? 'nobody noticed' : `noticed by ${noticed}`}`);
  }
  return failed.length === 0 && run.unfinished.length === 0;
}

/** @param {string} file @param {number} limit */
function readRecords(file, limit) {
  try {
    return takeRecords(readFileSync(resolve(file)), limit);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== undefined) throw new Stop(Exit.usage, `demo: ${file} can't be read (${code})`);
    if (error instanceof NotRecords)
      throw new Stop(Exit.usage, `demo: ${file} is no file of repair records: ${message}`);
    throw error;
  }
}

/** @param {string | undefined} patience @param {string | undefined} sabotage */
const patienceOf = (patience, sabotage) =>
  wholeNumber('patience', patience, sabotage === undefined ? PATIENCE_SECONDS : PATIENCE_WITH_SABOTAGE_SECONDS);

/** @param {string} name @param {string | undefined} text @param {number} fallback */
function wholeNumber(name, text, fallback) {
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new Stop(
      Exit.usage,
      `demo: --${name} ${text} is not accepted: 1, 2, 3, …${name === 'limit' ? ' or all' : ''}`,
    );
  }
  return Number(text);
}

const newRunId = () => `d${randomUUID().replaceAll('-', '').slice(0, 9)}`;
