import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { step } from '../dev/lib/output.mjs';
import { figure, rounded, wholeNumber } from './figures.mjs';
import { cpuSeconds, spawnServices, startPrivateSystem, stopServices, untilReady } from './private-system.mjs';

/**
 * How long the services take from the start of their processes until all of them are ready, with the servers up, and what
 * memory they hold a while later, with nothing to do and tracing off.
 */

const REST_SECONDS = 30;

/** @type {import('./measured.mjs').Bench} */
export const footprint = {
  name: 'footprint',
  summary: 'start time and memory (PSS) of the services, in one process and in one each',
  options: {
    rest: { type: 'string', value: 'SECONDS', help: `between ready and the look at memory (${REST_SECONDS})` },
  },
  prepare({ runs, yes, values }) {
    const rest = wholeNumber('rest', values['rest'], REST_SECONDS);
    return async () => {
      if (process.platform !== 'linux')
        throw new Stop(Exit.missing, 'bench: memory is read from /proc, which only Linux has');
      const system = await startPrivateSystem({ yes });
      await stopServices(system);
      const figures = [];
      for (const mode of /** @type {const} */ (['solo', 'separate'])) {
        const measured = [];
        for (let run = 1; run <= runs; run += 1)
          measured.push(await step(`${mode}, run ${run}`, () => measureOnce(system, mode === 'separate', rest)));
        const conditions = { mode, processes: measured[0]?.processes ?? 0 };
        figures.push(
          figure('footprint.ready', 's', measured.map(({ seconds }) => seconds), { ...conditions, cpuSecondsAtMost: rounded(Math.max(...measured.map(({ cpu }) => cpu))) }), // prettier-ignore
          figure('footprint.pss_mb', 'MB', measured.map(({ megabytes }) => megabytes), { ...conditions, restSeconds: rest }), // prettier-ignore
        );
      }
      return figures;
    };
  },
};

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {boolean} separate
 * @param {number} rest
 */
async function measureOnce(system, separate, rest) {
  const began = performance.now();
  const pids = await spawnServices(system, separate);
  await untilReady(system);
  const seconds = (performance.now() - began) / 1_000;
  const cpu = Object.values(pids).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  await delay(rest * 1_000);
  const megabytes = Object.values(pids).reduce((sum, pid) => sum + pssMegabytes(pid), 0);
  await stopServices({ ...system, pids });
  return { seconds, cpu, megabytes, processes: Object.keys(pids).length };
}

/** Its own memory, and its share of what it has in common with others. @param {number} pid */
function pssMegabytes(pid) {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}
