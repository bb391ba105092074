import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../lib/ports.mjs';
import { newSecret } from './credentials.mjs';
import { startServers } from './index.mjs';
import { monitored } from './wire.mjs';

const TRIES = 3;
const ELECTION_TIMEOUT = 30_000;

/**
 * NATS servers that form one cluster, each in a folder of its own; the types are in cluster.d.mts.
 *
 * @typedef {import('./cluster.mjs').NatsCluster} NatsCluster
 * @typedef {import('./cluster.mjs').ClusterOptions} ClusterOptions
 */

/** @param {ClusterOptions} options @returns {Promise<NatsCluster>} */
export async function startNatsCluster(options) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Every server must know the others' ports beforehand, so one that was taken meanwhile costs them all.
      if (!(/** @type {{ portTaken?: boolean }} */ (error).portTaken) || attempt === TRIES) throw error;
    }
  }
}

/** @param {ClusterOptions} options @returns {Promise<NatsCluster>} */
async function startOnce({ dir, size = 3, install, env = {} }) {
  const [cluster, password] = [`navette-${newSecret().slice(0, 8)}`, newSecret()];
  /** @type {number[]} */
  const ports = [];
  while (ports.length < size) ports.push(await freePort());
  const routes = ports.map((port) => `nats://routes:${password}@127.0.0.1:${port}`);
  const starts = ports.map(async (port, index) => {
    const name = `${cluster}-${index + 1}`;
    const { nats } = await startServers({
      dir: join(dir, `nats-${index + 1}`),
      want: ['nats'],
      env,
      settings: {
        nats: { serverName: name, user: 'navette', password, cluster: block({ cluster, port, password, routes }) },
      },
      ...(install ? { install } : {}),
    });
    return { name, server: nats };
  });
  const outcomes = await Promise.allSettled(starts);
  const nodes = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stopAll = async () => void (await Promise.all(nodes.map(({ server }) => server.stop())));
  const failure = outcomes.find((one) => one.status === 'rejected');
  try {
    if (failure) throw failure.reason;
    await untilLed(nodes);
  } catch (error) {
    await stopAll();
    throw error;
  }
  return {
    nodes,
    url: nodes.map(({ server }) => server.url).join(','),
    userFolders: nodes.flatMap(({ server }) => server.userFolders ?? []),
    metaLeader: () => metaLeader(nodes),
    stopAll,
  };
}

/**
 * Streams can be made once the servers have elected who leads them all.
 *
 * @param {NatsCluster['nodes']} nodes
 */
async function untilLed(nodes) {
  const until = Date.now() + ELECTION_TIMEOUT;
  while (!(await metaLeader(nodes))) {
    if (Date.now() > until) throw new Error(`no leader elected among ${nodes.map(({ name }) => name).join(', ')}`);
    await delay(100);
  }
}

/** As the living say it, which is one of them or nobody. @param {NatsCluster['nodes']} nodes */
async function metaLeader(nodes) {
  const names = nodes.map(({ name }) => name);
  for (const { server } of nodes) {
    const jsz = await monitored(server.monitorPort ?? 0, '/jsz');
    const leader = /** @type {{ leader?: string } | undefined} */ (jsz?.['meta_cluster'])?.leader;
    if (leader !== undefined && names.includes(leader)) return leader;
  }
  return undefined;
}

/** @param {{ cluster: string, port: number, password: string, routes: string[] }} options */
const block = ({ cluster, port, password, routes }) => `cluster {
  name: "${cluster}"
  listen: "127.0.0.1:${port}"
  authorization { user: "routes", password: "${password}" }
  routes: ${JSON.stringify(routes)}
}`;
