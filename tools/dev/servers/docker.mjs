import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../lib/ports.mjs';
import { run } from '../lib/run.mjs';

/**
 * Servers in containers, for machines that have a Docker engine and no Debian. Untried: no engine was at hand.
 *
 * @typedef {import('./versions.mjs').Kind} Kind
 */

const COMPOSE_FILE = fileURLToPath(new URL('../compose.yaml', import.meta.url));
const MARK = 'compose.json';

/** A client without an engine is usual, so the engine is asked. */
export async function dockerAnswers() {
  return (await run('docker', ['info'], { timeoutMs: 10_000 })).code === 0;
}

/**
 * @param {Kind} kind
 * @param {string} dir
 * @param {{ postgresPassword: string, natsPassword: string, redisPassword: string }} passwords
 */
export async function startContainer(kind, dir, passwords) {
  const ports = readPorts(dir);
  ports[kind] = await freePort(ports[kind]);
  writeFileSync(join(dir, MARK), JSON.stringify(ports), { mode: 0o600 });
  const env = {
    ...process.env,
    NAVETTE_COMPOSE_POSTGRES_PASSWORD: passwords.postgresPassword,
    NAVETTE_COMPOSE_NATS_PASSWORD: passwords.natsPassword,
    NAVETTE_COMPOSE_REDIS_PASSWORD: passwords.redisPassword,
    ...composePorts(ports),
  };
  const { code, stderr } = await run('docker', [...compose(dir), 'up', '--detach', '--wait', kind], { env });
  if (code !== 0) throw new Error(`docker compose up ${kind}: ${stderr.trim()}`);
  const action = (/** @type {string[]} */ words) => async () => {
    await run('docker', [...compose(dir), ...words, kind], { env });
  };
  return {
    port: ports[kind],
    stop: action(['stop']),
    kill9: action(['kill', '--signal', 'SIGKILL']),
    restart: action(['restart']),
  };
}

/** Stops and removes what a folder had in containers, its volumes only if asked. @param {string} dir @param {boolean} volumes */
export async function removeContainers(dir, volumes) {
  if (!existsSync(join(dir, MARK))) return;
  await run('docker', [...compose(dir), 'down', ...(volumes ? ['--volumes'] : [])], {
    env: { ...process.env, ...composePorts(readPorts(dir)) },
  });
  if (volumes) rmSync(join(dir, MARK), { force: true });
}

/** One project for each data folder: two checkouts keep apart. @param {string} dir */
function compose(dir) {
  const project = `navette-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`;
  return ['compose', '--project-name', project, '--file', COMPOSE_FILE];
}

/** @param {string} dir @returns {Record<string, number>} */
function readPorts(dir) {
  const file = join(dir, MARK);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Compose reads the whole file whichever service is meant, so every variable must have a value. @param {Record<string, number>} ports */
const composePorts = (ports) => ({
  NAVETTE_COMPOSE_POSTGRES_PORT: String(ports['postgres'] ?? 0),
  NAVETTE_COMPOSE_NATS_PORT: String(ports['nats'] ?? 0),
  NAVETTE_COMPOSE_REDIS_PORT: String(ports['redis'] ?? 0),
});
