import { parse, usage } from './arguments.mjs';
import { cleanUp, endOnSignals } from './cleanup.mjs';
import { Exit, Stop } from './exit.mjs';
import { paint, result, say } from './output.mjs';

/**
 * Runs a program to its end: what it throws is said, what it began is undone, its exit code is the process's.
 *
 * @param {(args: string[]) => Promise<number>} main
 */
export async function runProgram(main) {
  endOnSignals(Exit.interrupted);
  const code = await main(process.argv.slice(2)).catch(explain);
  await cleanUp();
  // Not left to the event loop: a socket kept open somewhere must not keep a script waiting.
  process.exit(code);
}

/** @param {unknown} error */
function explain(error) {
  const expected = error instanceof Stop;
  const text = expected ? error.message : error instanceof Error ? error.stack : String(error);
  say(`${paint('red', 'navette:')} ${text}`);
  return expected ? error.code : Exit.failed;
}

/**
 * A program that is several of one kind, chosen by its first argument.
 *
 * @param {string} kind as in “unknown bench x”
 * @param {Record<string, import('./arguments.mjs').Command>} commands by name
 * @returns {(args: string[]) => Promise<number>}
 */
export function oneOf(kind, commands) {
  return async ([name, ...args]) => {
    const command = commands[name ?? ''];
    if ([name, ...args].some((arg) => arg === '--help' || arg === '-h')) {
      result((command ? [command] : Object.values(commands)).map(usage).join('\n\n'));
      return Exit.done;
    }
    if (!command) {
      const problem = name === undefined ? `no ${kind} given` : `unknown ${kind} ${name}`;
      throw new Stop(Exit.usage, `${problem}. Accepted: ${Object.keys(commands).join(', ')}.`);
    }
    return command.run(parse(command, args));
  };
}
