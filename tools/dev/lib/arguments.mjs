import { parseArgs } from 'node:util';
import { Exit, Stop } from './exit.mjs';

/**
 * @typedef {object} Option
 * @property {'boolean' | 'string'} type
 * @property {string} help
 * @property {string} [value] what stands after it in the help
 * @property {readonly string[]} [accepts] the only values it may have
 * @property {boolean} [multiple]
 *
 * @typedef {object} Parsed
 * @property {Record<string, any>} values
 * @property {string[]} positionals
 * @property {string[]} rest what followed `--`
 *
 * @typedef {object} Command
 * @property {string} name
 * @property {string} summary one line
 * @property {Record<string, Option>} [options]
 * @property {{ name: string, accepts?: () => readonly string[], many?: boolean }} [positional]
 * @property {string} [rest] what may follow `--`
 * @property {boolean} [passThrough] takes its arguments as they are: it has a parser of its own
 * @property {(parsed: Parsed) => Promise<number>} run returns the exit code
 */

/**
 * @param {Command} command
 * @param {string[]} args
 * @returns {Parsed}
 */
export function parse(command, args) {
  const dashes = command.rest === undefined ? -1 : args.indexOf('--');
  const own = dashes < 0 ? args : args.slice(0, dashes);
  const parsed = { ...read(command, own), rest: dashes < 0 ? [] : args.slice(dashes + 1) };
  checkValues(command, parsed.values);
  checkPositionals(command, parsed.positionals);
  return parsed;
}

/** @param {Command} command @param {string[]} args */
function read(command, args) {
  const options = Object.fromEntries(
    Object.entries(command.options ?? {}).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { values, positionals };
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? '';
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    const reason = /** @type {Error} */ (error).message.split('. ')[0];
    throw new Stop(Exit.usage, `${command.name}: ${reason}. ${acceptedOptions(command)}`);
  }
}

/** @param {Command} command */
function acceptedOptions(command) {
  const names = Object.keys(command.options ?? {}).map((name) => `--${name}`);
  return names.length === 0 ? 'It takes no options.' : `Accepted: ${names.join(', ')}.`;
}

/** @param {Command} command @param {Record<string, any>} values */
function checkValues(command, values) {
  for (const [name, { accepts }] of Object.entries(command.options ?? {})) {
    for (const value of [values[name]].flat()) {
      if (accepts && value !== undefined && !accepts.includes(value)) {
        throw new Stop(Exit.usage, `${command.name}: --${name} ${value} is unknown. Accepted: ${accepts.join(', ')}.`);
      }
    }
  }
}

/** @param {Command} command @param {string[]} positionals */
function checkPositionals({ name, positional }, positionals) {
  const allowed = positional ? (positional.many ? Infinity : 1) : 0;
  if (positionals.length > allowed) {
    const excess = positionals[Number.isFinite(allowed) ? allowed : 0];
    throw new Stop(
      Exit.usage,
      `${name}: unexpected argument ${excess}. ${positional ? `One ${positional.name} is accepted.` : 'It takes none.'}`,
    );
  }
  const accepted = positional?.accepts?.();
  const unknown = accepted && positionals.find((value) => !accepted.includes(value));
  if (unknown !== undefined) {
    throw new Stop(
      Exit.usage,
      `${name}: ${unknown} is unknown. Accepted: ${(accepted ?? []).join(', ') || 'none yet'}.`,
    );
  }
}

/** @param {Command} command */
export function usage(command) {
  const { name, summary, options = {}, positional, rest, passThrough } = command;
  const words = [
    ...Object.entries(options).map(([option, { value }]) => `[--${option}${value ? ` ${value}` : ''}]`),
    ...(positional ? [`[${positional.name}${positional.many ? '…' : ''}]`] : []),
    ...(rest ? [`[-- ${rest}]`] : []),
    ...(passThrough ? ['…'] : []),
  ];
  const lines = Object.entries(options).map(([option, { value, help }]) => [
    `  --${option}${value ? ` ${value}` : ''}`,
    help,
  ]);
  const width = Math.max(0, ...lines.map(([left]) => (left ?? '').length));
  return [
    `./navette ${[name, ...words].join(' ')}`,
    `  ${summary}`,
    ...lines.map(([left, help]) => `${(left ?? '').padEnd(width)}  ${help}`),
  ].join('\n');
}
