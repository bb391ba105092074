import { parse, usage } from '../dev/lib/arguments.mjs';
import { cleanUp, endOnSignals } from '../dev/lib/cleanup.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { paint, result, say } from '../dev/lib/output.mjs';
import mainLine from './main-line.mjs';

/** The entry of `./navette demo`. */

const demos = { 'main-line': mainLine };

/** @param {string[]} args @returns {Promise<number>} */
async function main([name, ...args]) {
  const wantsHelp = [name, ...args].some((arg) => arg === '--help' || arg === '-h');
  const command = demos[/** @type {keyof typeof demos} */ (name)];
  if (wantsHelp) {
    result((command ? [command] : Object.values(demos)).map(usage).join('\n\n'));
    return Exit.done;
  }
  if (!command) {
    const problem = name === undefined ? 'no demo given' : `unknown demo ${name}`;
    throw new Stop(Exit.usage, `${problem}. Accepted: ${Object.keys(demos).join(', ')}.`);
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
