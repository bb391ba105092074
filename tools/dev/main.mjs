import { parse, usage } from './lib/arguments.mjs';
import { Exit, Stop } from './lib/exit.mjs';
import { result, table } from './lib/output.mjs';
import { runProgram } from './lib/program.mjs';
import check from './commands/check.mjs';
import { delegateCommands } from './commands/delegates.mjs';
import doctor from './commands/doctor.mjs';
import down from './commands/down.mjs';
import logs from './commands/logs.mjs';
import migrate from './commands/migrate.mjs';
import reset from './commands/reset.mjs';
import test from './commands/test.mjs';
import up from './commands/up.mjs';

/** The entry of `./navette`. It needs nothing but Node.js, so it works before `npm ci`. */

const commands = [up, down, reset, doctor, logs, migrate, test, check, ...delegateCommands()];

function help() {
  const rows = commands.map(({ name, summary }) => [`  ${name}`, summary]);
  return [
    'usage: ./navette COMMAND [options]',
    '',
    table(rows),
    '',
    './navette COMMAND --help says more of one.',
    'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 something missing, 4 another run holds this checkout, 130 interrupted.',
  ].join('\n');
}

/** @param {string[]} args @returns {Promise<number>} */
async function main([name, ...args]) {
  if (name === 'help' || name === '--help' || name === '-h') {
    result(help());
    return Exit.done;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const accepted = commands.map((one) => one.name).join(', ');
    throw new Stop(
      Exit.usage,
      `${name === undefined ? 'no command given' : `unknown command ${name}`}. Accepted: ${accepted}, help.`,
    );
  }
  if (command.passThrough) return command.run({ values: {}, positionals: [], rest: args });
  if (args.includes('--help') || args.includes('-h')) {
    result(usage(command));
    return Exit.done;
  }
  return command.run(parse(command, args));
}

await runProgram(main);
