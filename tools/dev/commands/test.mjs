import { fileURLToPath } from 'node:url';
import { checks, runCheck } from '../checks.mjs';
import { atEnd, interruption } from '../lib/cleanup.mjs';
import { Exit, Stop } from '../lib/exit.mjs';
import { testFolder } from '../lib/leftovers.mjs';
import { elapsed, result, say } from '../lib/output.mjs';
import { run } from '../lib/run.mjs';
import { build, install } from '../prepare.mjs';
import { requireServers } from '../servers/index.mjs';
import { node24 } from '../test/node24.mjs';
import { add, failure, nothing } from '../test/summary.mjs';
import { needsServers, runSuite, suites } from '../test/suites.mjs';

const MAIN = fileURLToPath(new URL('../main.mjs', import.meta.url));

/**
 * @typedef {import('../test/summary.mjs').Summary} Summary
 * @typedef {{ only?: string, yes?: boolean, json?: boolean, node24?: boolean }} Wishes
 */

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'test',
  summary: 'prepare, check, then run every test',
  options: {
    only: {
      type: 'string',
      value: 'SUITE',
      accepts: suites.map(({ name }) => name),
      help: 'one suite, without the checks',
    },
    yes: { type: 'boolean', help: 'fetch missing servers without asking' },
    node24: { type: 'boolean', help: 'with Node 24, installed on demand under .navette' },
    json: { type: 'boolean', help: 'print the sums as JSON, on one line, in place of the closing line' },
  },
  rest: 'what Jest gets as well, such as a path',
  async run({ values, rest }) {
    if (values['node24']) return runWithNode24(values, rest);
    try {
      return close(await runAll(values, rest), values['json']);
    } catch (error) {
      // The closing line is what scripts read: it must not be lacking because we did not get to the tests.
      if (!interruption.signal.aborted) close(failure('preparation', String(error)), values['json']);
      throw error;
    }
  },
};

/** @param {Summary} summary @param {boolean} [json] */
function close({ passed, failed, skipped, failures, unsteady }, json) {
  if (interruption.signal.aborted) return Exit.interrupted;
  if (json) result(JSON.stringify({ passed, failed, skipped, failures, unsteady }));
  else result(`${passed} passed, ${failed} failed`);
  return failed === 0 ? Exit.done : Exit.failed;
}

/** @param {Wishes} wishes @param {string[]} args @returns {Promise<Summary>} */
async function runAll({ only, yes }, args) {
  const began = Date.now();
  const fetching = yes ? 'yes' : undefined;
  const chosen = suites.filter(({ name }) => !only || name === only);
  if (chosen.some(needsServers)) await requireServers(fetching);
  await install();
  const folder = await testFolder();
  atEnd(folder.remove);
  let total = nothing();
  if (only) await build();
  else total = add(total, await runChecks());
  for (const suite of chosen) {
    if (interruption.signal.aborted) break;
    total = add(total, await runSuite(suite, { dir: folder.dir, args, install: fetching }));
  }
  // Told again at the end, where a log that is cut in its middle still has it.
  for (const { name, reason } of total.unsteady) say(`~ passed only when run again: ${name}: ${reason}`);
  for (const { name, reason } of total.failures) say(`✗ ${name}: ${reason}`);
  say(`all in ${elapsed(Date.now() - began)}`);
  return total;
}

/** Building is one of them, so that what does not compile is counted like any other failure. @returns {Promise<Summary>} */
async function runChecks() {
  let total = nothing();
  for (const check of checks()) {
    if (interruption.signal.aborted) break;
    const { ok, output } = await runCheck(check);
    total = add(total, ok ? { ...nothing(), passed: 1 } : failure(check.name, output));
  }
  return total;
}

/** The same command under the other Node. @param {Wishes} wishes @param {string[]} rest */
async function runWithNode24({ only, yes, json }, rest) {
  const program = await node24();
  const options = [...(only ? ['--only', only] : []), ...(yes ? ['--yes'] : []), ...(json ? ['--json'] : [])];
  const args = [MAIN, 'test', ...options, ...(rest.length > 0 ? ['--', ...rest] : [])];
  const { code } = await run(program, args, { show: true, stdout: 'inherit', input: 'inherit' });
  if (code === 127) throw new Stop(Exit.missing, `${program} does not run on this machine`);
  return code;
}
