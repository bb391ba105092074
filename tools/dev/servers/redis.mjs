import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './launch.mjs';
import { redisInfo } from './wire.mjs';

/**
 * @param {object} options
 * @param {string} options.dir
 * @param {string} options.logFile
 * @param {import('./binaries.mjs').Binary} options.binary
 * @param {string} options.password
 * @param {import('./index.mjs').RedisSettings} [options.settings]
 */
export async function startRedis({ dir, logFile, binary, password, settings = {} }) {
  const home = join(dir, 'redis');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  return launch(
    {
      name: 'redis',
      ports: { port: settings.port },
      command: ({ port }) => {
        // In a file, not as arguments: those are for every user of the machine to read.
        const file = join(home, 'redis.conf');
        writeFileSync(file, configuration({ port, home, password, settings }), { mode: 0o600 });
        return { program: binary.path, args: [file], env: binary.env };
      },
      isReady: (id, { port }) => isProcess(port ?? 0, password, id.pid),
      stopSignals: ['SIGTERM'],
    },
    { ledgerDir: dir, logFile },
  );
}

/**
 * Redis holds only what may be lost (limits, caches, presence), so nothing is written to disk.
 *
 * @param {{ port: number | undefined, home: string, password: string, settings: import('./index.mjs').RedisSettings }} options
 */
function configuration({ port, home, password, settings }) {
  const lines = {
    bind: '127.0.0.1',
    port,
    requirepass: password,
    dir: JSON.stringify(home),
    save: '""',
    appendonly: 'no',
    daemonize: 'no',
    // One logical database for each Jest worker, and room for more.
    databases: 64,
    ...settings.config,
  };
  return `${Object.entries(lines)
    .map(([name, value]) => `${name} ${value}`)
    .join('\n')}\n`;
}

/**
 * Whether the Redis on this port is that process.
 *
 * @param {number} port
 * @param {string} password
 * @param {number} pid
 */
export async function isProcess(port, password, pid) {
  try {
    const info = await redisInfo({ host: '127.0.0.1', port, password });
    return Number(info['process_id']) === pid;
  } catch {
    return false;
  }
}
