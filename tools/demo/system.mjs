import { join } from 'node:path';
import { atEnd } from '../dev/lib/cleanup.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { holderOf } from '../dev/lib/lock.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { dataDir, demoDir, inRoot } from '../dev/lib/paths.mjs';
import { run } from '../dev/lib/run.mjs';
import { readEnvironment, readRun } from '../dev/run-file.mjs';
import { secrets } from '../dev/secrets.mjs';
import { smtpStore } from '../dev/servers/smtp.mjs';
import { databasePart, services } from '../dev/services.mjs';

/**
 * The running system as the demo meets it: addresses to work through, and databases and mails to judge it by.
 *
 * @typedef {object} System
 * @property {string} api
 * @property {string} gateway
 * @property {{ host: string, port: number }} smtp
 * @property {{ login: string, password: string }} signIn
 * @property {string} manufacturerSecret
 * @property {Record<string, string>} databases by service, with the superuser's rights
 * @property {string} mails folder in which the SMTP server keeps what it accepted
 */

/**
 * The system that is up; where none is, it is started and ended again with us.
 *
 * @param {{ yes: boolean }} options
 * @returns {Promise<System>}
 */
export async function attach({ yes }) {
  if (!holderOf('up')) await start(yes);
  const [known, environment] = [readRun(), readEnvironment()];
  if (!known || !environment)
    throw new Stop(Exit.failed, 'the system is just starting: try again when ./navette up says ready');
  const admin = environment['NAVETTE_ADMIN_DATABASE_URL'];
  if (!admin) throw new Stop(Exit.failed, '.navette/environment.json names no NAVETTE_ADMIN_DATABASE_URL');
  const prefix = environment['NAVETTE_PREFIX'] ?? 'navette';
  return {
    api: known.api,
    gateway: known.gateway,
    smtp: address(known.smtp),
    signIn: known.signIn,
    manufacturerSecret: secrets().manufacturerClient,
    databases: Object.fromEntries(
      services
        .filter(({ database }) => database)
        .map(({ name }) => [name, databaseUrl(admin, `${prefix}_${databasePart(name)}`)]),
    ),
    mails: smtpStore(dataDir),
  };
}

/** As `./navette up --detach` does, in a process of its own: its result lines are none of ours. @param {boolean} yes */
async function start(yes) {
  say('nothing is up: starting the system, and ending it with the demo');
  atEnd(async () => void (await step('ending the system', () => navette('down'))));
  const code = await navette('up', '--detach', ...(yes ? ['--yes'] : []));
  if (code !== 0) throw new Stop(code, 'the system could not be started: see the messages above');
}

/** @param {string[]} args */
async function navette(...args) {
  const { code } = await run(process.execPath, [inRoot('tools', 'dev', 'main.mjs'), ...args], {
    cwd: inRoot(),
    show: true,
    input: 'inherit',
  });
  return code;
}

/** @param {string} url */
function address(url) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

/** @param {string} admin @param {string} database */
function databaseUrl(admin, database) {
  const url = new URL(admin);
  url.pathname = `/${database}`;
  return url.href;
}

/** Folder of a run: its journal, despatch files and FEC. @param {string} run */
export const runFolder = (run) => join(demoDir, run);
