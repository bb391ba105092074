import { checks, runCheck, unitCheck } from '../checks.mjs';
import { interruption } from '../lib/cleanup.mjs';
import { Exit } from '../lib/exit.mjs';
import { elapsed, result, say } from '../lib/output.mjs';
import { install } from '../prepare.mjs';

const all = () => [...checks(), unitCheck()];

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'check',
  summary: 'run every check that needs no server: format, rules, contracts, types, lint, unit',
  options: { json: { type: 'boolean', help: 'print the outcome as JSON, on one line' } },
  positional: { name: 'check', many: true, accepts: () => all().map(({ name }) => name) },
  async run({ values: { json = false }, positionals }) {
    await install();
    const began = Date.now();
    const results = [];
    for (const check of all()) {
      if (interruption.signal.aborted) break;
      if (positionals.length === 0 || positionals.includes(check.name)) results.push(await runCheck(check));
    }
    const failed = results.filter(({ ok }) => !ok).length;
    say(`checked in ${elapsed(Date.now() - began)}`);
    if (json) result(JSON.stringify({ passed: results.length - failed, failed, checks: results }));
    else result(`${results.length - failed} passed, ${failed} failed`);
    return failed === 0 ? Exit.done : Exit.failed;
  },
};
