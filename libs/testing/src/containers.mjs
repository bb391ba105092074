import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GenericContainer, Wait, getContainerRuntimeClient } from 'testcontainers';
import { parse } from 'yaml';

/**
 * The test servers in containers, by Testcontainers, for machines that have an engine and no servers. Written from the
 * images' documentation; not tried on an engine. Only `NAVETTE_TESTCONTAINERS=1` loads this file.
 */

/** The images are those of `./navette up`. */
const COMPOSE_FILE = new URL('../../../tools/dev/compose.yaml', import.meta.url);

/**
 * What differs between the servers; settings are those of `global-setup`.
 *
 * @type {Record<string, (password: string) => { port: number, command: string[], environment?: Record<string, string>,
 *   ready: [RegExp, number], url: (address: string) => string }>}
 */
const recipes = {
  postgres: (password) => ({
    port: 5432,
    command: [
      'postgres',
      ...['max_connections=600', 'timezone=UTC', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off'].flatMap(
        (setting) => ['-c', setting],
      ),
    ],
    environment: { POSTGRES_PASSWORD: password, POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C.UTF-8' },
    // Said once by the server that initialises the data, then by the one that stays.
    ready: [/ready to accept connections/, 2],
    url: (address) => `postgres://postgres:${password}@${address}/postgres`,
  }),
  nats: (password) => ({
    port: 4222,
    command: ['-js', '--user', 'navette', '--pass', password],
    ready: [/Server is ready/, 1],
    url: (address) => `nats://navette:${password}@${address}`,
  }),
  redis: (password) => ({
    port: 6379,
    command: ['redis-server', '--save', '', '--databases', '64', '--requirepass', password],
    ready: [/Ready to accept connections/, 1],
    url: (address) => `redis://:${password}@${address}`,
  }),
};

/**
 * Starts all of them, or none.
 *
 * @returns {Promise<{ env: Record<string, string>, stopAll: () => Promise<void> }>} their addresses, as the variables
 *   by which servers of the environment are named
 * @throws where no engine answers, before anything is started
 */
export async function startContainers() {
  await requireEngine();
  const outcomes = await Promise.allSettled(Object.keys(recipes).map(startContainer));
  const started = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stopAll = async () => void (await Promise.all(started.map(({ container }) => container.stop())));
  const failure = outcomes.find((one) => one.status === 'rejected');
  if (failure) {
    await stopAll();
    throw failure.reason;
  }
  return { env: Object.fromEntries(started.map(({ variable, url }) => [variable, url])), stopAll };
}

async function requireEngine() {
  try {
    await getContainerRuntimeClient();
  } catch (cause) {
    throw new Error(
      'NAVETTE_TESTCONTAINERS=1 asks for test servers in containers, but no container engine answers: start Docker (or ' +
        'set DOCKER_HOST to where an engine listens), or unset NAVETTE_TESTCONTAINERS to use the servers of this machine',
      { cause },
    );
  }
}

/** @param {string} kind */
async function startContainer(kind) {
  const password = randomBytes(16).toString('hex');
  const { port, command, environment = {}, ready, url } = recipes[kind](password);
  const container = await new GenericContainer(parse(readFileSync(COMPOSE_FILE, 'utf8')).services[kind].image)
    .withEnvironment(environment)
    .withCommand(command)
    .withExposedPorts(port)
    .withWaitStrategy(Wait.forAll([Wait.forListeningPorts(), Wait.forLogMessage(...ready)]))
    .start();
  const address = `${container.getHost()}:${container.getMappedPort(port)}`;
  return { container, variable: `NAVETTE_${kind.toUpperCase()}_URL`, url: url(address) };
}
