import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { atEnd, interruption } from '../dev/lib/cleanup.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { readJson } from '../dev/lib/files.mjs';
import { step } from '../dev/lib/output.mjs';
import { inRoot, stateDir } from '../dev/lib/paths.mjs';
import { endProcess, identify } from '../dev/lib/processes.mjs';
import { run } from '../dev/lib/run.mjs';
import { noteService } from '../dev/servers/index.mjs';
import { plainEnvironment } from '../dev/servers/launch.mjs';
import { smtpStore } from '../dev/servers/smtp.mjs';
import { appsToRun, databasePart, services, variablePart } from '../dev/services.mjs';

/**
 * A whole system of the bench's own, started as a user starts his (`./navette up`), in a folder of its own: fresh
 * databases, servers with their durable defaults, a real SMTP server. It is gone when the bench ends.
 *
 * @typedef {import('../demo/system.mjs').System & {
 *   pids: Record<string, number>,
 *   environment: Record<string, string>,
 * }} PrivateSystem
 */

const dir = join(stateDir, 'bench');
export const dataFolder = join(dir, 'data');
export const logFile = (/** @type {string} */ name) => join(dir, 'logs', `${name}.log`);

/** Nothing of the caller's system or settings: what is measured is the default. */
function ownEnvironment() {
  const others = Object.entries(process.env).filter(([name]) => !/^(NAVETTE_|OTEL_)/.test(name));
  return { ...Object.fromEntries(others), NAVETTE_STATE_DIR: dir };
}

/** @param {string[]} args */
async function navette(...args) {
  const env = ownEnvironment();
  return (await run(process.execPath, [inRoot('tools', 'dev', 'main.mjs'), ...args], { env, show: true, input: 'inherit' })).code; // prettier-ignore
}

/**
 * @param {{ yes: boolean, postgres?: Record<string, string> }} options settings of PostgreSQL that only a start can change
 * @returns {Promise<PrivateSystem>}
 */
export async function startPrivateSystem({ yes, postgres = {} }) {
  // What a bench that was killed has left is not a fresh system.
  await navette('reset', '--yes');
  atEnd(async () => void (await step('removing the private system', () => navette('reset', '--yes'))));
  await up(yes);
  if (Object.keys(postgres).length > 0) {
    await setAtStart(postgres);
    await navette('down');
    await up(yes);
  }
  const [known, environment] = [readJson(join(dir, 'run.json')), readJson(join(dir, 'environment.json'))];
  const { hostname: host, port } = new URL(known.smtp);
  return {
    api: known.api,
    gateway: known.gateway,
    smtp: { host, port: Number(port) },
    signIn: known.signIn,
    manufacturerSecret: environment.NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET,
    databases: Object.fromEntries(
      services
        .filter(({ database }) => database)
        .map(({ name }) => [name, databaseUrl(environment, `${environment.NAVETTE_PREFIX}_${databasePart(name)}`)]),
    ),
    mails: smtpStore(dataFolder),
    pids: known.pids,
    environment,
  };
}

/** @param {boolean} yes */
async function up(yes) {
  const code = await navette('up', '--detach', ...(yes ? ['--yes'] : []));
  if (code !== 0) throw new Stop(code, 'the private system could not be started: see the messages above');
}

/** @param {Record<string, string>} settings */
async function setAtStart(settings) {
  const admin = new pg.Client({ connectionString: databaseUrl(readJson(join(dir, 'environment.json')), 'postgres') });
  await admin.connect();
  for (const [name, value] of Object.entries(settings)) await admin.query(`alter system set ${name} = '${value}'`);
  await admin.end();
}

/** @param {Record<string, string>} environment @param {string} database */
export function databaseUrl(environment, database) {
  const url = new URL(environment['NAVETTE_ADMIN_DATABASE_URL'] ?? '');
  url.pathname = `/${database}`;
  return url.href;
}

/** Ends the services of the system; its servers stay. @param {PrivateSystem} system */
export async function stopServices({ pids }) {
  const names = Object.keys(pids).filter(
    (name) => name === 'solo' || services.some((service) => service.name === name),
  );
  await Promise.all(names.map((name) => endProcess(identify(/** @type {number} */ (pids[name])))));
}

/**
 * Starts services on the servers of the system, without waiting for them.
 *
 * @param {PrivateSystem} system
 * @param {boolean} separate
 * @param {Readonly<Record<string, string>>} [nodeOptions] options of Node.js for a service, by its name
 * @returns {Promise<Record<string, number>>} pids by name
 */
export async function spawnServices({ environment }, separate, nodeOptions = {}) {
  const env = { ...plainEnvironment(), ...environment, NODE_ENV: 'production' };
  /** @type {Record<string, number>} */
  const pids = {};
  for (const app of appsToRun(separate)) {
    const log = openSync(logFile(`bench-${app}`), 'a', 0o600);
    const options = nodeOptions[app] === undefined ? [] : [nodeOptions[app]];
    const child = spawn(process.execPath, [...options, inRoot('apps', app, 'dist', 'main.js')], {
      cwd: inRoot(),
      env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref();
    pids[app] = /** @type {number} */ (child.pid);
    noteService(dataFolder, app, pids[app]);
  }
  return pids;
}

/** Resolves when every service answers `/readyz` with 200. @param {PrivateSystem} system @param {number} seconds */
export async function untilReady({ environment }, seconds = 120) {
  const urls = services.map(({ name }) => `${environment[`NAVETTE_${variablePart(name)}_HTTP_URL`]}/readyz`);
  const isReady = (/** @type {string} */ url) => fetch(url).then(({ ok }) => ok, () => false); // prettier-ignore
  await until(seconds, 'every service is ready', async () => (await Promise.all(urls.map(isReady))).every(Boolean));
}

/**
 * @param {number} seconds after which it is a failure
 * @param {string} what is waited for
 * @param {() => Promise<boolean>} look
 * @param {number} [everyMs]
 */
export async function until(seconds, what, look, everyMs = 10) {
  const end = performance.now() + seconds * 1_000;
  while (!(await look())) {
    interruption.signal.throwIfAborted();
    if (performance.now() > end) throw new Stop(Exit.failed, `bench: after ${seconds} s it is not so that ${what}`);
    await delay(everyMs);
  }
}

const TICKS_PER_SECOND = 100;

/** Processor time a process has used, in seconds; Linux only, 0 elsewhere. @param {number | undefined} pid */
export function cpuSeconds(pid) {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
