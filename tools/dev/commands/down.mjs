import { Exit } from '../lib/exit.mjs';
import { endNoted, readLedger } from '../lib/ledger.mjs';
import { removeLeftovers } from '../lib/leftovers.mjs';
import { holderOf, takeLock } from '../lib/lock.mjs';
import { result, say } from '../lib/output.mjs';
import { dataDir } from '../lib/paths.mjs';
import { isAlive, signalProcess, waitForEnd } from '../lib/processes.mjs';
import { forgetRun } from '../run-file.mjs';
import { removeContainers } from '../servers/docker.mjs';

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'down',
  summary: 'end what up started; data stay',
  options: { json: { type: 'boolean', help: 'print {"stopped": […]}' } },
  async run({ values: { json = false } }) {
    const stopped = await stopEverything();
    if (json) result(JSON.stringify({ stopped }));
    else say(stopped.length > 0 ? `ended: ${stopped.join(', ')}` : 'nothing was running');
    return Exit.done;
  },
};

/** @returns {Promise<string[]>} names of what was running */
export async function stopEverything() {
  const names = readLedger(dataDir)
    .processes.filter(isAlive)
    .map(({ name }) => name);
  await askForeground();
  await endNoted(dataDir);
  await removeContainers(dataDir, false);
  forgetRun();
  // Nobody alive holds it now: taking it clears away a stale one.
  takeLock('up').release();
  await removeLeftovers();
  return names;
}

/** An `up` in some terminal ends its own things, in its own order. */
async function askForeground() {
  const holder = holderOf('up');
  if (!holder || holder.detached) return;
  signalProcess(holder, 'SIGTERM');
  if (!(await waitForEnd(holder, 60_000))) signalProcess(holder, 'SIGKILL');
}
