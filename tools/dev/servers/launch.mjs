import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { forget, note, readLedger } from '../lib/ledger.mjs';
import { freePort } from '../lib/ports.mjs';
import { endProcess, identify, isAlive, signalProcess, waitForEnd } from '../lib/processes.mjs';

/**
 * Starting, checking and ending one private server. What differs between servers is a recipe.
 *
 * @typedef {import('../lib/processes.mjs').ProcessId} ProcessId
 * @typedef {Record<string, number>} Ports
 * @typedef {{ program: string, args: string[], env?: Record<string, string> }} Command
 *
 * @typedef {object} Recipe
 * @property {string} name
 * @property {Record<string, number | undefined>} ports each port it listens on, with the number preferred if any
 * @property {(ports: Ports) => Command} command writes the configuration for these ports and says what to run
 * @property {(id: ProcessId, ports: Ports) => Promise<boolean>} isReady true once the answer on these ports is
 *   certainly this process's: another server may sit there
 * @property {NodeJS.Signals[]} stopSignals gentlest first
 * @property {RegExp} [passing] a reason to fail, read in its log, that goes away by itself
 *
 * @typedef {object} Lifecycle
 * @property {() => ProcessId} id
 * @property {Ports} ports
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill9
 * @property {() => Promise<void>} restart
 */

const PORT_TAKEN = /address already in use|could not bind|eaddrinuse|failed listening on port/i;
const START_TIMEOUT = 60_000;
const NEW_PORT_TRIES = 5;
const SAME_PORT_PATIENCE = 15_000;

/** Why a start failed, as the server's own log says it. */
class StartFailed extends Error {
  /**
   * @param {string} name
   * @param {string} log
   */
  constructor(name, log) {
    const tail = log.trim().split('\n').slice(-8).join('\n');
    super(`${name} did not start${tail ? `:\n${tail}` : ''}`);
    this.portTaken = PORT_TAKEN.test(log);
    this.log = log;
  }
}

/**
 * @param {Recipe} recipe
 * @param {{ ledgerDir: string, logFile: string }} place
 * @returns {Promise<Lifecycle>}
 */
export async function launch(recipe, place) {
  const running = readLedger(place.ledgerDir).processes.find(({ name }) => name === recipe.name);
  if (running && isAlive(running))
    throw new Error(`${recipe.name} already runs on ${place.ledgerDir}: pid ${running.pid}`);
  let { id, ports } = await startOnFreePorts(recipe, place);
  const gone = () => forget(place.ledgerDir, recipe.name);
  return {
    id: () => id,
    ports,
    async stop() {
      await endProcess(id, { signals: recipe.stopSignals });
      gone();
    },
    async kill9() {
      signalProcess(id, 'SIGKILL');
      await waitForEnd(id, 5_000);
      gone();
    },
    async restart() {
      await endProcess(id, { signals: recipe.stopSignals });
      id = await startOnSamePorts(recipe, ports, place);
    },
  };
}

/**
 * @param {Recipe} recipe
 * @param {{ ledgerDir: string, logFile: string }} place
 */
async function startOnFreePorts(recipe, place) {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await choosePorts(recipe, attempt === 1);
    try {
      return { ports, id: await startPatiently(recipe, ports, place) };
    } catch (error) {
      if (!(error instanceof StartFailed && error.portTaken) || attempt === NEW_PORT_TRIES) throw error;
    }
  }
}

/**
 * @param {Recipe} recipe
 * @param {boolean} asPreferred
 */
async function choosePorts(recipe, asPreferred) {
  /** @type {Ports} */
  const ports = {};
  for (const [name, preferred] of Object.entries(recipe.ports)) {
    ports[name] = await freePort(asPreferred ? preferred : undefined);
  }
  return ports;
}

/**
 * After a kill, the port or the memory of the dead may still be held for a moment.
 *
 * @param {Recipe} recipe
 * @param {Ports} ports
 * @param {{ ledgerDir: string, logFile: string }} place
 */
async function startOnSamePorts(recipe, ports, place) {
  return retrying(
    (error) => error.portTaken,
    () => startPatiently(recipe, ports, place),
  );
}

/**
 * @param {Recipe} recipe
 * @param {Ports} ports
 * @param {{ ledgerDir: string, logFile: string }} place
 */
async function startPatiently(recipe, ports, place) {
  const { passing } = recipe;
  return retrying(
    (error) => passing?.test(error.log) ?? false,
    () => startOnce(recipe, ports, place),
  );
}

/**
 * @param {(error: StartFailed) => boolean} worthIt
 * @param {() => Promise<ProcessId>} work
 */
async function retrying(worthIt, work) {
  const until = Date.now() + SAME_PORT_PATIENCE;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StartFailed) || !worthIt(error) || Date.now() > until) throw error;
      await delay(200);
    }
  }
}

/**
 * @param {Recipe} recipe
 * @param {Ports} ports
 * @param {{ ledgerDir: string, logFile: string }} place
 * @returns {Promise<ProcessId>}
 */
async function startOnce(recipe, ports, { ledgerDir, logFile }) {
  const { program, args, env = {} } = recipe.command(ports);
  const before = existsSync(logFile) ? statSync(logFile).size : 0;
  const child = spawnLogged(program, args, { env: { ...plainEnvironment(), ...env }, logFile, cwd: '/' });
  const id = await spawned(child, recipe.name);
  note(ledgerDir, { name: recipe.name, ...id, signal: recipe.stopSignals[0] ?? 'SIGTERM' });
  try {
    await waitUntilReady(recipe, id, ports);
    return id;
  } catch (error) {
    await endProcess(id, { graceMs: 2_000 });
    forget(ledgerDir, recipe.name);
    const log = readFileSync(logFile, 'utf8').slice(before);
    throw error instanceof StartFailed ? new StartFailed(recipe.name, log) : error;
  }
}

/**
 * @param {Recipe} recipe
 * @param {ProcessId} id
 * @param {Ports} ports
 */
async function waitUntilReady(recipe, id, ports) {
  const until = Date.now() + START_TIMEOUT;
  while (isAlive(id) && Date.now() < until) {
    if (await recipe.isReady(id, ports)) return;
    await delay(25);
  }
  throw new StartFailed(recipe.name, '');
}

/** Servers get no secrets and no NODE_OPTIONS from us by inheritance. */
export function plainEnvironment() {
  const { PATH = '', HOME = '/', TMPDIR } = process.env;
  return { PATH, HOME, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...(TMPDIR ? { TMPDIR } : {}) };
}

/**
 * Starts a process in a session of its own, so that Ctrl-C reaches us alone and we end things in order.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, logFile: string, cwd: string }} options
 */
export function spawnLogged(program, args, { env, logFile, cwd }) {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 * @returns {Promise<ProcessId>}
 */
export function spawned(child, name) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${name} could not be run: ${error.message}`)));
    child.once('spawn', () => resolve(identify(/** @type {number} */ (child.pid))));
  });
}
