import { parse, usage } from '../dev/lib/arguments.mjs';
import { cleanUp, endOnSignals } from '../dev/lib/cleanup.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { paint, result, say } from '../dev/lib/output.mjs';
import { events } from './events.mjs';
import { floor } from './floor.mjs';
import { footprint } from './footprint.mjs';
import { benchCommand } from './measured.mjs';
import { receipt } from './receipt.mjs';

/** The entry of `./navette bench`; `bench/README.md` says what is measured and how. */

const benches = Object.fromEntries(
  [receipt, events, floor, footprint].map((bench) => [bench.name, benchCommand(bench)]),
);

/** @param {string[]} args @returns {Promise<number>} */
async function main([name, ...args]) {
  const command = benches[name ?? ''];
  if ([name, ...args].some((arg) => arg === '--help' || arg === '-h')) {
    result((command ? [command] : Object.values(benches)).map(usage).join('\n\n'));
    return Exit.done;
  }
  if (!command) {
    const problem = name === undefined ? 'no bench given' : `unknown bench ${name}`;
    throw new Stop(Exit.usage, `${problem}. Accepted: ${Object.keys(benches).join(', ')}.`);
  }
  return command.run(parse(command, args));
}

/** @param {unknown} error */
function explain(error) {
  const expected = error instanceof Stop;
  const text = expected ? error.message : error instanceof Error ? error.stack : String(error);
  say(`${paint('red', 'navette:')} ${text}`);
  return expected ? error.code : Exit.failed;
}

endOnSignals(Exit.interrupted);
const code = await main(process.argv.slice(2)).catch(explain);
await cleanUp();
process.exit(code);
