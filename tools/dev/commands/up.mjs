import { setTimeout as delay } from 'node:timers/promises';
import { atEnd, interruption } from '../lib/cleanup.mjs';
import { Exit, Stop } from '../lib/exit.mjs';
import { endNoted } from '../lib/ledger.mjs';
import { removeLeftovers } from '../lib/leftovers.mjs';
import { takeLock } from '../lib/lock.mjs';
import { elapsed, result, say } from '../lib/output.mjs';
import { dataDir, privateDir } from '../lib/paths.mjs';
import { isAlive } from '../lib/processes.mjs';
import { prepare } from '../prepare.mjs';
import { forgetRun, writeRun } from '../run-file.mjs';
import { startServices } from '../run-services.mjs';
import { secrets } from '../secrets.mjs';
import { requireServers } from '../servers/index.mjs';
import {
  chooseServicePorts,
  declareNatsUsers,
  environmentFor,
  migrate,
  requireBuilt,
  seed,
  startOwnServers,
} from '../system.mjs';

/**
 * @typedef {import('../run-services.mjs').RunningService} RunningService
 */

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'up',
  summary: 'prepare and start everything, then print the address and a sign-in',
  options: {
    detach: { type: 'boolean', help: 'return when everything is ready; ./navette down ends it' },
    separate: { type: 'boolean', help: 'one process for each service, not one for all' },
    yes: { type: 'boolean', help: 'fetch missing servers without asking' },
    json: { type: 'boolean', help: 'print the content of run.json, on one line' },
  },
  async run({ values: { detach = false, separate = false, yes, json = false } }) {
    const began = Date.now();
    const lock = takeLock('up');
    atEnd(lock.release);
    // Whatever happens half-way, what is noted by then is ended.
    const endAll = atEnd(async () => void (await endNoted(dataDir)));
    await removeWhatDiedBefore();
    const install = yes ? 'yes' : undefined;
    await requireServers(install);
    await prepare();
    requireBuilt(separate);

    const servers = await startOwnServers(install);
    await fill(servers);
    const { running, ports, generated } = await startServices(servers, separate);
    const run = describe(servers, running, ports);
    writeRun(run, generated);
    const forget = atEnd(forgetRun);
    say(`ready after ${elapsed(Date.now() - began)}`);
    announce(run, json, detach);

    if (!detach) return stayUntilInterrupted(running, separate);
    // From here on it lives without us: nothing of it may be undone when we leave.
    for (const keep of [endAll, forget]) keep();
    lock.handOver(/** @type {RunningService} */ (running[0]).id);
    return Exit.done;
  },
};

/** A run that was killed leaves processes and files behind; a new one starts from its data alone. */
async function removeWhatDiedBefore() {
  await removeLeftovers();
  const ended = await endNoted(privateDir(dataDir));
  if (ended.length > 0) say(`ended what an earlier run left: ${ended.join(', ')}`);
  forgetRun();
}

/** @param {import('../servers/index.mjs').Servers} servers */
async function fill(servers) {
  const generated = environmentFor(servers, await chooseServicePorts());
  await declareNatsUsers(servers, generated);
  await migrate(generated);
  await seed(generated);
}

/**
 * @param {import('../servers/index.mjs').Servers} servers
 * @param {RunningService[]} running
 * @param {Record<string, number>} ports
 * @returns {import('../run-file.mjs').RunFile}
 */
function describe(servers, running, ports) {
  const own = [servers.postgres, servers.nats, servers.redis, servers.smtp];
  const url = `http://127.0.0.1:${ports['api.http']}/`;
  const processes = [
    ...running.map(({ name, id }) => /** @type {const} */ ([name, id])),
    ...own.flatMap(({ kind, pid, startTime }) =>
      pid !== null && startTime !== null ? [/** @type {const} */ ([kind, { pid, startTime }])] : [],
    ),
  ];
  return {
    version: 1,
    url,
    api: `${url}api/v1`,
    gateway: `http://127.0.0.1:${ports['device-gateway.http']}/v1`,
    smtp: servers.smtp.url,
    signIn: secrets().signIn,
    ports: { ...ports, ...Object.fromEntries(own.map(({ kind, port }) => [kind, port])) },
    pids: Object.fromEntries(processes.map(([name, { pid }]) => [name, pid])),
    startTimes: Object.fromEntries(processes.map(([name, { startTime }]) => [name, startTime])),
    startedAt: new Date().toISOString(),
  };
}

/** @param {import('../run-file.mjs').RunFile} run @param {boolean} json @param {boolean} detach */
function announce(run, json, detach) {
  if (json) return result(JSON.stringify(run));
  result(`address   ${run.url}`);
  result(`sign-in   ${run.signIn.login} / ${run.signIn.password}`);
  say(detach ? './navette down ends it; ./navette logs shows what it says' : 'Ctrl-C ends it');
}

/** @param {RunningService[]} running @param {boolean} separate */
async function stayUntilInterrupted(running, separate) {
  let alive = running;
  while (!interruption.signal.aborted) {
    for (const { name, logFile } of alive.filter(({ id }) => !isAlive(id))) {
      // Alone it is all that runs; among others, they go on without it.
      if (!separate) throw new Stop(Exit.failed, `${name} ended: see ${logFile}`);
      say(`${name} ended: see ${logFile}; the others go on`);
    }
    alive = alive.filter(({ id }) => isAlive(id));
    if (alive.length === 0) throw new Stop(Exit.failed, 'every service has ended');
    await delay(300);
  }
  return Exit.interrupted;
}
