import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../lib/run.mjs';
import { launch, plainEnvironment } from './launch.mjs';
import { asUser, dataFolder, postgresUser, writeForUser } from './postgres-user.mjs';

export const SUPERUSER = 'postgres';

// Eight services with a pool for each role fill the usual 100 (stack.md: 5 connections per service and role).
const DEFAULTS = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path must not exceed 107 characters, and a checkout may lie deep.
  unix_socket_directories: '',
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * @param {object} options
 * @param {string} options.dir
 * @param {string} options.logFile
 * @param {import('./binaries.mjs').Binary} options.binary
 * @param {string} options.password of the superuser
 * @param {import('./index.mjs').PostgresSettings} [options.settings]
 */
export async function startPostgres({ dir, logFile, binary, password, settings = {} }) {
  const user = await postgresUser();
  const home = join(dir, 'postgres');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const data = dataFolder(user, join(home, 'data'));
  const bin = dirname(binary.path);
  /** @type {Record<string, string | number>} */
  const parameters = { ...DEFAULTS, ...settings.config };
  // A mark of our own: an initdb that was killed half-way leaves a folder that looks done.
  const mark = join(home, 'initialised');
  if (!existsSync(mark)) {
    await initialise({ bin, data, user, password, durable: parameters['fsync'] !== 'off' });
    writeFileSync(mark, `${binary.version}\n`);
  }

  return launch(
    {
      name: 'postgres',
      ports: { port: settings.port },
      command: ({ port }) => {
        const options = Object.entries({ ...parameters, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
        return asUser(user, join(bin, 'postgres'), ['-D', data, ...options]);
      },
      isReady: async (id, { port }) => ownsData(data, id.pid, port ?? 0),
      // Fast shutdown first: clients are disconnected, the data closed cleanly. Then at once.
      stopSignals: ['SIGINT', 'SIGQUIT'],
      // After a kill -9 its children end on their own, a moment later.
      passing: /pre-existing shared memory block|lock file "postmaster.pid" already exists/,
    },
    { ledgerDir: dir, logFile },
  );
}

/**
 * The postmaster notes its own pid, port and state in its data folder: only the one on our data writes there.
 *
 * @param {string} data
 * @param {number} pid
 * @param {number} port
 */
export function ownsData(data, pid, port) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && Number(lines[3]) === port && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

/**
 * @param {object} options
 * @param {string} options.bin
 * @param {string} options.data
 * @param {import('./postgres-user.mjs').OtherUser} options.user
 * @param {string} options.password
 * @param {boolean} options.durable
 */
async function initialise({ bin, data, user, password, durable }) {
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true });
  const passwordFile = `${data}.password`;
  const { program, args } = asUser(user, join(bin, 'initdb'), [
    ...['-D', data, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
    ...['-E', 'UTF8', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync'])],
  ]);
  try {
    writeForUser(passwordFile, password, user);
    const { code, stdout, stderr } = await run(program, args, { cwd: '/', env: plainEnvironment() });
    if (code !== 0) throw new Error(`initdb: ${(stderr || stdout).trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
