import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './launch.mjs';
import { declareAdministrator, USERS_FILE } from './nats-users.mjs';
import { monitored } from './wire.mjs';

/**
 * @param {object} options
 * @param {string} options.dir
 * @param {string} options.logFile
 * @param {import('./binaries.mjs').Binary} options.binary
 * @param {{ user: string, password: string }} options.login
 * @param {string} options.serverName known to this folder alone, kept from start to start
 * @param {import('./index.mjs').NatsSettings} [options.settings]
 */
export async function startNats({ dir, logFile, binary, login, serverName, settings = {} }) {
  const home = join(dir, 'nats');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const name = settings.serverName ?? serverName;
  return launch(
    {
      name: 'nats',
      ports: { port: settings.port, monitorPort: settings.monitorPort },
      command: (ports) => {
        if (!settings.authorization) declareAdministrator(dir, login);
        const file = join(home, 'nats.conf');
        writeFileSync(file, configuration({ ports, name, home, settings }), { mode: 0o600 });
        return { program: binary.path, args: ['--config', file], env: binary.env };
      },
      isReady: async (_id, { monitorPort }) =>
        (await isNamed(monitorPort ?? 0, name)) && jetStreamIsUp(monitorPort ?? 0),
      stopSignals: ['SIGTERM'],
    },
    { ledgerDir: dir, logFile },
  );
}

/**
 * One value a line: `a: 1 b: 2` on one line is an error to it.
 *
 * @param {object} options
 * @param {Record<string, number>} options.ports
 * @param {string} options.name
 * @param {string} options.home
 * @param {import('./index.mjs').NatsSettings} options.settings
 */
function configuration({ ports, name, home, settings }) {
  const authorization = settings.authorization ?? block('authorization', [`include ${quote(USERS_FILE)}`]);
  return [
    `server_name: ${quote(name)}`,
    `listen: ${quote(`127.0.0.1:${ports['port']}`)}`,
    `http: ${quote(`127.0.0.1:${ports['monitorPort']}`)}`,
    block('jetstream', [
      `store_dir: ${quote(join(home, 'data'))}`,
      `max_mem: ${settings.maxMemory ?? '256MB'}`,
      `max_file: ${settings.maxFile ?? '2GB'}`,
      ...(settings.syncInterval ? [`sync_interval: ${settings.syncInterval}`] : []),
    ]),
    authorization,
    settings.cluster ?? '',
    settings.extra ?? '',
    '',
  ].join('\n');
}

const quote = (/** @type {string} */ text) => JSON.stringify(text);

/**
 * @param {string} name
 * @param {string[]} lines
 */
const block = (name, lines) => `${name} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;

/**
 * Whether the server on this monitoring port is the one we named.
 *
 * @param {number} monitorPort
 * @param {string} name
 */
export async function isNamed(monitorPort, name) {
  const varz = await monitored(monitorPort, '/varz');
  return varz?.['server_name'] === name;
}

/** @param {number} monitorPort */
async function jetStreamIsUp(monitorPort) {
  const health = await monitored(monitorPort, '/healthz?js-enabled-only=true');
  return health?.['status'] === 'ok';
}
