import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { Exit } from '../dev/lib/exit.mjs';
import { result, say, table } from '../dev/lib/output.mjs';
import { inRoot } from '../dev/lib/paths.mjs';
import { rounded, wholeNumber } from './figures.mjs';

/**
 * What every bench has in common: its options, its output, its record.
 *
 * @typedef {import('./figures.mjs').Figure} Figure
 *
 * @typedef {object} Asked
 * @property {number} runs
 * @property {boolean} yes whether missing servers are fetched without asking
 * @property {Record<string, any>} values of the bench's own options
 *
 * @typedef {object} Bench
 * @property {string} name
 * @property {string} summary
 * @property {number} [runs] where it is usually measured more often than others
 * @property {Record<string, import('../dev/lib/arguments.mjs').Option>} options of its own
 * @property {(asked: Asked) => (() => Promise<Figure[]>)} prepare checks the options, so that wrong ones cost no start
 */

const RUNS = 3;

/** @param {Bench} bench @returns {import('../dev/lib/arguments.mjs').Command} */
export function benchCommand({ name, summary, runs: usual = RUNS, options, prepare }) {
  return {
    name: `bench ${name}`,
    summary,
    options: {
      ...options,
      runs: { type: 'string', value: 'N', help: `repeat the measurement; the median counts (${usual})` },
      record: { type: 'boolean', help: `keep the figures in bench/${name}.json` },
      yes: { type: 'boolean', help: 'fetch missing servers without asking' },
      json: { type: 'boolean', help: 'one line of JSON for each figure' },
    },
    async run({ values: { runs, record = false, yes = false, json = false, ...values } }) {
      const measure = prepare({ runs: wholeNumber('runs', runs, usual), yes, values });
      const load = loadavg()[0] ?? 0;
      const figures = await measure();
      if (json) for (const one of figures) result(JSON.stringify(one));
      else result(figureTable(figures));
      if (record) say(`kept in ${keep(name, load, figures)}`);
      return Exit.done;
    },
  };
}

/** @param {Figure[]} figures */
export function figureTable(figures) {
  const rows = figures.map(({ figure, value, unit, runs, toFloor, floorOf, ...conditions }) => [
    figure,
    `${value} ${unit}`,
    Object.entries(conditions).map(([name, one]) => `${name} ${one}`).join(', '), // prettier-ignore
    runs.join(' · '),
    toFloor === undefined ? '' : `${toFloor} × ${floorOf}`,
  ]);
  return table([['figure', 'median', 'with', 'runs', 'against the floor'], ...rows]);
}

/**
 * @param {string} name
 * @param {number} load of the machine before the bench began
 * @param {Figure[]} figures
 * @returns {string} the file
 */
function keep(name, load, figures) {
  const [cpu] = cpus();
  const content = {
    command: `./navette bench ${process.argv.slice(2).join(' ')}`,
    date: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: inRoot(), encoding: 'utf8' }).trim(),
    machine: {
      cpu: cpu?.model ?? 'unknown',
      cores: cpus().length,
      memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
      node: process.version,
      // Others at work on the machine make every figure worse.
      loadBefore: rounded(load),
      loadAfter: rounded(loadavg()[0] ?? 0),
    },
    figures,
  };
  const folder = inRoot('bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return `bench/${name}.json`;
}
