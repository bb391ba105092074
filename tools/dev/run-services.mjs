import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { interruption } from './lib/cleanup.mjs';
import { Exit, Stop } from './lib/exit.mjs';
import { forget, note } from './lib/ledger.mjs';
import { paint, say, step } from './lib/output.mjs';
import { dataDir, inRoot, logsDir, privateDir } from './lib/paths.mjs';
import { endProcess, isAlive } from './lib/processes.mjs';
import { spawned, spawnLogged } from './servers/launch.mjs';
import { appsToRun, services } from './services.mjs';
import { built, chooseServicePorts, environmentFor, processEnvironment } from './system.mjs';

/**
 * Starting the services and knowing when they are ready.
 *
 * @typedef {{ name: string, id: import('./lib/processes.mjs').ProcessId, logFile: string, logStart: number }} RunningService
 */

const READY_TIMEOUT = 120_000;
const PORT_TRIES = 3;
const LARGEST_LOG = 20 * 1024 * 1024;

/**
 * Resolves when every service says it is ready; other ports are taken where one was lost meanwhile.
 *
 * @param {import('./servers/index.mjs').Servers} servers
 * @param {boolean} separate
 */
export async function startServices(servers, separate) {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await chooseServicePorts();
    const generated = environmentFor(servers, ports);
    const running = await spawnAll(appsToRun(separate), generated);
    const dead = await step('waiting for the services', () => untilReady(running, ports));
    if (!dead) return { running, ports, generated };
    await stopServices(running);
    if (attempt === PORT_TRIES || !lostItsPort(dead)) {
      throw new Stop(Exit.failed, `${dead.name} ended while starting: see ${dead.logFile}\n${tailOf(dead)}`);
    }
    say('a port was taken meanwhile: starting again on others');
  }
}

/** @param {string[]} apps @param {Record<string, string>} generated */
async function spawnAll(apps, generated) {
  const running = [];
  for (const app of apps) running.push(await spawnService(app, generated));
  return running;
}

/** @param {string} app @param {Record<string, string>} generated @returns {Promise<RunningService>} */
async function spawnService(app, generated) {
  const logFile = join(privateDir(logsDir), `${app}.log`);
  const logStart = rotate(logFile);
  const env = processEnvironment(generated);
  const child = spawnLogged(process.execPath, [built(app, 'main.js')], { cwd: inRoot(), env, logFile });
  const id = await spawned(child, app);
  note(dataDir, { name: app, ...id, service: true });
  return { name: app, id, logFile, logStart };
}

/** One old log is kept. @param {string} file @returns {number} where this run's lines begin */
function rotate(file) {
  const size = existsSync(file) ? statSync(file).size : 0;
  if (size <= LARGEST_LOG) return size;
  renameSync(file, `${file}.1`);
  return 0;
}

/**
 * @param {RunningService[]} running
 * @param {Record<string, number>} ports
 * @returns {Promise<RunningService | null>} one that died instead
 */
async function untilReady(running, ports) {
  const until = Date.now() + READY_TIMEOUT;
  let waiting = services.map(({ name }) => name);
  while (Date.now() < until && !interruption.signal.aborted) {
    const dead = running.find(({ id }) => !isAlive(id));
    if (dead) return dead;
    const answers = await Promise.all(waiting.map((name) => isReady(ports[`${name}.http`] ?? 0)));
    const left = waiting.filter((_name, index) => !answers[index]);
    if (left.length === 0) return null;
    if (left.length < waiting.length) say(paint('grey', `  waiting for ${left.join(', ')}`));
    waiting = left;
    await delay(100);
  }
  throw new Stop(Exit.failed, `not ready after ${READY_TIMEOUT / 1000} s: ${waiting.join(', ')} (see ./navette logs)`);
}

/** @param {number} port */
async function isReady(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** @param {RunningService} service */
const logOf = ({ logFile, logStart }) => readFileSync(logFile).subarray(logStart).toString('utf8');

/** @param {RunningService} service */
const lostItsPort = (service) => /EADDRINUSE|address already in use/i.test(logOf(service));

/** @param {RunningService} service */
const tailOf = (service) => logOf(service).trim().split('\n').slice(-15).join('\n');

/** @param {RunningService[]} running */
export async function stopServices(running) {
  await Promise.all(running.map(({ id }) => endProcess(id)));
  for (const { name } of running) forget(dataDir, name);
}
