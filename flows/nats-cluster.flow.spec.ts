import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { eventually } from '@navette/testing';
import { startNatsCluster, type NatsCluster } from '../tools/dev/servers/cluster.mjs';
import { removeServerData, startServers, type Server, type Servers } from '../tools/dev/servers/index.mjs';
import { Deliveries, ONCE } from './support/delivery.js';
import { MainLine } from './support/main-line.js';
import { System } from './support/system.js';

/** Servers of its own: this spec kills one of the three. */
let dir: string;
let cluster: NatsCluster;
let servers: Servers<'postgres' | 'redis' | 'smtp'>;
let system: System;
let deliveries: Deliveries;

beforeAll(async () => {
  dir = mkdtempSync(join(process.env['NAVETTE_TEST_DIR'] ?? tmpdir(), 'cluster-'));
  servers = await startServers({ dir, want: ['postgres', 'redis', 'smtp'], install: 'yes', env: {} });
  cluster = await startNatsCluster({ dir, install: 'yes' });
  const [first] = cluster.nodes as [NatsCluster['nodes'][number]];
  system = await System.start({
    servers: { ...servers, nats: { ...first.server, url: cluster.url, userFolders: cluster.userFolders } },
    env: { NAVETTE_STREAM_REPLICAS: '3' },
  });
  deliveries = new Deliveries(system, new MainLine(system));
}, 180_000);

afterAll(async () => {
  await system?.stop();
  await cluster?.stopAll();
  await servers?.stopAll();
  for (const { name } of cluster?.nodes ?? []) await removeServerData(join(dir, `nats-${name.split('-').at(-1)}`));
  await removeServerData(dir);
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

describe('ST-24 with three NATS servers', () => {
  it('every stream and its consumers are kept by all three', async () => {
    const streams = await streamInfos();
    expect(streams.length).toBeGreaterThan(15);
    for (const { config, cluster: raft } of streams) {
      expect({ name: config.name, copies: config.num_replicas, followers: raft?.replicas?.length }).toEqual({
        name: config.name,
        copies: 3,
        followers: 2,
      });
    }
  });

  it.each([
    ['who leads the replies to the saga', () => leaderOf('REP_STOCK')],
    ['who leads the events of stock', () => leaderOf('EVT_STOCK')],
    ['who leads the cluster', () => cluster.metaLeader()],
  ])(
    'has every effect once after kill -9 of %s in mid-delivery, which then catches up',
    async (_who, find) => {
      const prepared = await deliveries.waiting();
      const leader = await find();
      const dead = cluster.nodes.find(({ name }) => name === leader)?.server as Server;
      const received = deliveries.receive(prepared);
      await sagaBegins(prepared.receipts[0]?.id as string);
      await dead.kill9();
      await received;
      expect(await deliveries.effects(prepared)).toEqual(ONCE);
      expect(await find()).not.toBe(leader);

      await dead.restart();
      await caughtUp(dead);
    },
    240_000,
  );
});

async function sagaBegins(receiptId: string): Promise<void> {
  await eventually(
    async () => {
      const rows = await system.rows('stock', 'select 1 from saga where correlation_key = $1', [receiptId]);
      return rows.length > 0 ? true : undefined;
    },
    { timeoutMs: 30_000, everyMs: 5 },
  );
}

/** Our streams as the cluster sees them now. */
async function streamInfos(): Promise<StreamInfo[]> {
  const [{ server }] = cluster.nodes as [NatsCluster['nodes'][number]];
  const connection = await connect({
    servers: cluster.nodes.map((node) => `127.0.0.1:${node.server.port}`),
    user: server.user,
    pass: server.password,
  });
  try {
    const manager = await jetstreamManager(connection);
    const names: string[] = [];
    for await (const { config } of manager.streams.list()) names.push(config.name);
    return await Promise.all(names.map((name) => manager.streams.info(name)));
  } finally {
    await connection.close();
  }
}

async function leaderOf(stream: string): Promise<string | undefined> {
  const prefix = (system.env['NAVETTE_PREFIX'] as string).toUpperCase();
  const infos = await streamInfos();
  return infos.find(({ config }) => config.name === `${prefix}_${stream}`)?.cluster?.leader;
}

/** Resolves when a server's own copy of every stream ends where the leader's ends. */
async function caughtUp({ monitorPort }: Server): Promise<void> {
  await eventually(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${monitorPort}/jsz?streams=true`);
      const { account_details: accounts = [] } = (await answer.json()) as Jsz;
      const own = accounts.flatMap(({ stream_detail }) => stream_detail ?? []);
      const infos = await streamInfos();
      const behind = infos.filter(
        ({ config, state }) => own.find(({ name }) => name === config.name)?.state.last_seq !== state.last_seq,
      );
      return own.length > 0 && behind.length === 0 ? true : undefined;
    },
    { timeoutMs: 60_000, everyMs: 250 },
  );
}

interface Jsz {
  readonly account_details?: readonly {
    readonly stream_detail?: readonly { readonly name: string; readonly state: { readonly last_seq: number } }[];
  }[];
}
