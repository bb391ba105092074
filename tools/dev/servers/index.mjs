import { join, resolve } from 'node:path';
import { Exit, Stop } from '../lib/exit.mjs';
import { endNoted, readLedger } from '../lib/ledger.mjs';
import { privateDir } from '../lib/paths.mjs';
import { isAlive } from '../lib/processes.mjs';
import { credentials } from './credentials.mjs';
import { dockerAnswers, startContainer } from './docker.mjs';
import { checkExternal, externalAddress } from './external.mjs';
import { containerHandle, externalHandle, localHandle } from './handle.mjs';
import { advice, defaultInstall, missing, obtainBinary } from './install.mjs';
import { startNats } from './nats.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';
import { smtpStore, startSmtp } from './smtp.mjs';
import { kinds } from './versions.mjs';

export { noteService } from '../lib/ledger.mjs';
export { testFolder } from '../lib/leftovers.mjs';
export { freePort } from '../lib/ports.mjs';
export { addressesOf } from './handle.mjs';
export { declareUsers } from './nats-users.mjs';
export { removeServerData } from './remove.mjs';

/**
 * Private servers for `up`, for tests and for benchmarks; the types are in index.d.mts.
 *
 * @typedef {import('./index.mjs').StartOptions} StartOptions
 * @typedef {import('./index.mjs').ServerKind} ServerKind
 * @typedef {import('./versions.mjs').Kind} Kind
 * @typedef {Awaited<ReturnType<typeof placeFor>>} Place
 * @typedef {import('./binaries.mjs').Binary} Binary
 */

/** @param {StartOptions} options */
export async function startServers(options) {
  const place = await placeFor(options);
  const wanted = [...new Set(options.want)];
  // Binaries one after the other: one may have to be asked for on the terminal, and two apt-get would collide.
  const starts = [];
  for (const kind of wanted) starts.push({ kind, start: await waysToStart(kind, place) });

  const outcomes = await Promise.allSettled(starts.map(async ({ kind, start }) => [kind, await start()]));
  const servers = Object.fromEntries(outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const stopAll = async () => {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  };
  const failure = outcomes.find((one) => one.status === 'rejected');
  if (failure) {
    await stopAll();
    throw failure.reason;
  }
  return { ...servers, stopAll };
}

/**
 * Finds every server or fetches it, so that what is missing is said before any long work; nothing is started.
 *
 * @param {import('./install.mjs').Install} [install]
 * @throws {Stop} with {@link Exit.missing}, naming all that are missing and what to do
 */
export async function requireServers(install = defaultInstall()) {
  const problems = [];
  for (const kind of kinds) {
    try {
      await sourceOf(kind, { install, env: process.env });
    } catch (error) {
      if (!(error instanceof Stop) || error.code !== Exit.missing) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new Stop(Exit.missing, problems.join('\n'));
}

/** @param {StartOptions} options */
async function placeFor({ dir, settings = {}, install = defaultInstall(), env = process.env, logs }) {
  const home = privateDir(resolve(dir));
  await takeOver(home);
  const logsHome = privateDir(resolve(logs ?? join(home, 'logs')));
  const logFile = (/** @type {ServerKind} */ kind) => join(logsHome, `${kind}.log`);
  return { dir: home, settings, install, env, logFile, credentials: credentials(home) };
}

/** A folder's data serve one owner: a living one keeps them, what a dead one left running is ended. @param {string} dir */
async function takeOver(dir) {
  const { owner } = readLedger(dir);
  if (owner === null || owner.pid === process.pid) return;
  if (isAlive(owner)) throw new Stop(Exit.held, `the servers in ${dir} belong to process ${owner.pid}, still running`);
  await endNoted(dir);
}

/**
 * What starts a server, from wherever it comes.
 *
 * @param {ServerKind} kind
 * @param {Place} place
 * @returns {Promise<() => Promise<import('./index.mjs').Server>>}
 */
async function waysToStart(kind, place) {
  if (kind === 'smtp') return () => startLocal('smtp', place);
  const { external, binary } = await sourceOf(kind, place);
  if (external) return async () => externalHandle(kind, external.address, external.version);
  if (binary) return () => startLocal(kind, place, binary);
  return async () =>
    containerHandle(kind, loginFor(kind, place), await startContainer(kind, place.dir, place.credentials));
}

/**
 * Where a server comes from: the environment, a binary (fetched if need be), else a container.
 *
 * @param {Kind} kind
 * @param {Pick<Place, 'install' | 'env'>} wishes
 */
async function sourceOf(kind, { install, env }) {
  const address = externalAddress(kind, env);
  if (address) return { external: { address, version: await checkExternal(kind, address) } };
  const binary = await obtainBinary(kind, install);
  if (binary) return { binary };
  if (await dockerAnswers()) return {};
  throw new Stop(Exit.missing, missing(kind, await advice(kind)));
}

/**
 * @param {ServerKind} kind
 * @param {Place} place
 * @param {Binary} [binary]
 */
async function startLocal(kind, place, binary) {
  const login = loginFor(kind, place);
  const lifecycle = await launchers[kind](place, /** @type {Binary} */ (binary), login);
  const extra = {
    ...(kind === 'smtp' ? { store: smtpStore(place.dir) } : {}),
    ...(kind === 'nats' && !place.settings.nats?.authorization
      ? { userFolders: [{ dir: place.dir, monitorPort: lifecycle.ports['monitorPort'] ?? 0 }] }
      : {}),
  };
  return localHandle(kind, login, binary?.version ?? null, lifecycle, extra);
}

/** @typedef {{ user: string, password: string }} Login */

/** @type {Record<ServerKind, (place: Place, binary: Binary, login: Login) => Promise<import('./launch.mjs').Lifecycle>>} */
const launchers = {
  postgres: ({ dir, logFile, settings }, binary, { password }) =>
    startPostgres({ dir, logFile: logFile('postgres'), binary, password, settings: settings.postgres ?? {} }),
  nats: ({ dir, logFile, settings, credentials: { natsServerName: serverName } }, binary, login) =>
    startNats({ dir, logFile: logFile('nats'), binary, login, serverName, settings: settings.nats ?? {} }),
  redis: ({ dir, logFile, settings }, binary, { password }) =>
    startRedis({ dir, logFile: logFile('redis'), binary, password, settings: settings.redis ?? {} }),
  smtp: ({ dir, logFile, settings }) => startSmtp({ dir, logFile: logFile('smtp'), settings: settings.smtp ?? {} }),
};

/**
 * @param {ServerKind} kind
 * @param {Place} place
 * @returns {Login}
 */
function loginFor(kind, { credentials: known, settings }) {
  const logins = {
    postgres: { user: 'postgres', password: known.postgresPassword },
    nats: { user: settings.nats?.user ?? 'navette', password: settings.nats?.password ?? known.natsPassword },
    redis: { user: '', password: known.redisPassword },
    smtp: { user: '', password: '' },
  };
  return logins[kind];
}
