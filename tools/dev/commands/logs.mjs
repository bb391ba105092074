import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { interruption } from '../lib/cleanup.mjs';
import { Exit, Stop } from '../lib/exit.mjs';
import { result } from '../lib/output.mjs';
import { logsDir } from '../lib/paths.mjs';

const DEFAULT_LINES = 50;

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'logs',
  summary: 'show what the services and servers said',
  options: {
    follow: { type: 'boolean', help: 'go on showing what comes, until Ctrl-C' },
    lines: { type: 'string', value: 'N', help: `the last N lines of each (${DEFAULT_LINES})` },
  },
  positional: { name: 'service', accepts: names },
  async run({ values: { follow = false, lines = String(DEFAULT_LINES) }, positionals }) {
    if (!/^\d+$/.test(lines)) throw new Stop(Exit.usage, `logs: --lines ${lines} is not a number of lines: 0, 1, 2, …`);
    const shown = positionals.length > 0 ? positionals : names();
    const print = printer(shown.length > 1);
    for (const name of shown) lastLines(fileOf(name), Number(lines)).forEach((line) => print(name, line));
    if (follow) await keepShowing(shown, print);
    return follow ? Exit.interrupted : Exit.done;
  },
};

function names() {
  if (!existsSync(logsDir)) return [];
  return readdirSync(logsDir)
    .filter((name) => name.endsWith('.log'))
    .map((name) => name.slice(0, -'.log'.length))
    .sort();
}

/** @param {string} name */
const fileOf = (name) => join(logsDir, `${name}.log`);

/** Which of several a line is from must be seen; of one alone its lines stay as they are. @param {boolean} named */
function printer(named) {
  return (/** @type {string} */ name, /** @type {string} */ line) => result(named ? `${name} | ${line}` : line);
}

/** @param {string} file @param {number} count */
function lastLines(file, count) {
  const lines = readFileSync(file, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return count === 0 ? [] : lines.slice(-count);
}

/** @param {string[]} shown @param {(name: string, line: string) => void} print */
async function keepShowing(shown, print) {
  const places = shown.map((name) => ({ name, offset: statSync(fileOf(name)).size, rest: '' }));
  while (!interruption.signal.aborted) {
    for (const place of places) {
      const text = place.rest + readFrom(place);
      const lines = text.split('\n');
      place.rest = lines.pop() ?? '';
      lines.forEach((line) => print(place.name, line));
    }
    await delay(200);
  }
}

/** What was added since, whole lines or not; from the beginning where the file was begun anew. @param {{ name: string, offset: number }} place */
function readFrom(place) {
  const file = fileOf(place.name);
  const size = existsSync(file) ? statSync(file).size : 0;
  if (size < place.offset) place.offset = 0;
  if (size === place.offset) return '';
  const bytes = Buffer.alloc(size - place.offset);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, bytes, 0, bytes.length, place.offset);
  } finally {
    closeSync(handle);
  }
  place.offset = size;
  return bytes.toString('utf8');
}
