import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import pg from 'pg';
import { removeServerData, startServers, type Servers } from '../tools/dev/servers/index.mjs';
import { services } from '../tools/dev/services.mjs';

/**
 * `./navette up` and `reset` as a user types them, on servers named by the environment that serve others too: all that is on
 * them is looked at, so no other spec works there.
 */
let servers: Servers<'postgres' | 'nats' | 'redis'>;
const prefix = `e${randomBytes(4).toString('hex')}`;
const state = mkdtempSync(join(process.env['NAVETTE_TEST_DIR'] ?? tmpdir(), 'others-'));
/** Begins as ours does, and is not: `_` would match it in a pattern of SQL. */
const neighbour = `${prefix}x`;
const [PREFIX, NEIGHBOUR] = [prefix.toUpperCase(), neighbour.toUpperCase()];

let admin: pg.Client;
let theirs: pg.Client;
let nats: NatsConnection;
let streams: JetStreamManager;
let redis: Redis;

interface Inventory {
  readonly databases: string[];
  readonly roles: string[];
  readonly streams: string[];
  readonly keys: string[];
}
let before: Inventory;

function navette(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('./navette', args, {
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: '', NODE_ENV: '', CI: 'true', NAVETTE_STATE_DIR: state, NAVETTE_PREFIX: prefix },
      NAVETTE_POSTGRES_URL: servers.postgres.url,
      NAVETTE_NATS_URL: servers.nats.url,
      NAVETTE_REDIS_URL: servers.redis.url,
      ...{ NAVETTE_SEED_CONSUMERS: '30', NAVETTE_SEED_PARTS: '200' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...output })));
}

beforeAll(async () => {
  const dir = join(state, 'theirs');
  servers = await startServers({ dir, want: ['postgres', 'nats', 'redis'], install: 'yes', env: {} });
  admin = new pg.Client({ connectionString: servers.postgres.url });
  await admin.connect();
  await admin.query(`create role ${neighbour}_stock_owner`);
  await admin.query(`create database ${neighbour}_stock owner ${neighbour}_stock_owner`);
  const url = new URL(servers.postgres.url);
  url.pathname = `/${neighbour}_stock`;
  theirs = new pg.Client({ connectionString: url.href });
  await theirs.connect();
  await theirs.query(`create table kept as select 'theirs' as owner`);

  nats = await connect({ servers: new URL(servers.nats.url).host, user: servers.nats.user, pass: servers.nats.password }); // prettier-ignore
  streams = await jetstreamManager(nats);
  await streams.streams.add({ name: `${NEIGHBOUR}_EVT_STOCK`, subjects: [`${neighbour}.navette.stock.*.evt.>`] });
  await jetstream(nats).publish(`${neighbour}.navette.stock.v1.evt.kept`, 'theirs');
  // Named as ours, but of another meaning; and one that only copies, and so has no subjects.
  await streams.streams.add({ name: `${PREFIX}_ADV_CAMPAIGNS`, subjects: [`${neighbour}.campaigns.>`] });
  await streams.streams.add({ name: `${NEIGHBOUR}_COPY`, mirror: { name: `${NEIGHBOUR}_EVT_STOCK` } });

  redis = new Redis(servers.redis.url);
  await redis.set(`${neighbour}:limit:kept`, 'theirs');
  before = await inventory();
}, 60_000);

afterAll(async () => {
  await navette('reset', '--yes');
  await theirs.end();
  await admin.end();
  await nats.close();
  redis.disconnect();
  await servers.stopAll();
  await removeServerData(join(state, 'theirs'));
  rmSync(state, { recursive: true, force: true });
}, 60_000);

/** All that is on the servers; of Redis what stays. */
async function inventory(): Promise<Inventory> {
  const names = async (sql: string) => (await admin.query<{ name: string }>(sql)).rows.map(({ name }) => name).sort();
  const keys = [];
  for (const key of await redis.keys('*')) if ((await redis.ttl(key)) === -1) keys.push(key);
  const found = [];
  for await (const name of streams.streams.names()) found.push(name);
  return {
    databases: await names('select datname as name from pg_database'),
    roles: await names('select rolname as name from pg_roles'),
    streams: found.sort(),
    keys: keys.sort(),
  };
}

/** What their own programs would read. */
async function contentOfTheirs() {
  const { rows } = await theirs.query('select owner from kept');
  const [events, copy] = [`${NEIGHBOUR}_EVT_STOCK`, `${NEIGHBOUR}_COPY`];
  return {
    rows,
    event: (await streams.streams.getMessage(events, { seq: 1 }))?.string(),
    copy: (await streams.streams.info(copy)).config.mirror?.name,
    key: await redis.get(`${neighbour}:limit:kept`),
  };
}

const added = (now: readonly string[], then: readonly string[]) => now.filter((name) => !then.includes(name));

describe('servers of the environment, which serve others too', () => {
  const untouched = { rows: [{ owner: 'theirs' }], event: 'theirs', copy: `${NEIGHBOUR}_EVT_STOCK`, key: 'theirs' };

  it('up works on them, starts none of its own but SMTP, and makes only what bears our prefix', async () => {
    const { code, stdout, stderr } = await navette('up', '--detach', '--json');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const run = JSON.parse(stdout) as {
      api: string;
      ports: Record<string, number>;
      pids: Record<string, number>;
      signIn: { login: string; password: string };
    };
    expect(Object.keys(run.pids).sort()).toEqual(['smtp', 'solo']);
    expect(run.ports).toMatchObject({ postgres: servers.postgres.port, nats: servers.nats.port, redis: servers.redis.port }); // prettier-ignore
    for (const { name } of services) {
      const answer = await fetch(`http://127.0.0.1:${run.ports[`${name}.http`]}/readyz`);
      expect({ name, status: answer.status }).toEqual({ name, status: 200 });
    }
    expect(await seededParts(run)).toBe(10);

    const now = await inventory();
    const ours = {
      databases: added(now.databases, before.databases),
      roles: added(now.roles, before.roles),
      streams: added(now.streams, before.streams),
    };
    const databases = services.filter(({ database }) => database).map(({ name }) => name);
    expect(ours.databases).toEqual(databases.map((name) => `${prefix}_${name.replaceAll('-', '_')}`).sort());
    expect(ours.roles.length).toBe(5 * databases.length);
    expect(ours.roles.filter((name) => !name.startsWith(`${prefix}_`))).toEqual([]);
    expect(ours.streams.length).toBeGreaterThanOrEqual(databases.length);
    expect(ours.streams.filter((name) => !name.startsWith(`${PREFIX}_`))).toEqual([]);
    // The calls above were counted; what counts them ends by itself.
    const counts = await redis.keys(`${prefix}:*`);
    expect(counts).not.toEqual([]);
    expect(added(now.keys, before.keys)).toEqual([]);
    expect(await contentOfTheirs()).toEqual(untouched);
  }, 120_000);

  it('reset takes all of ours away and nothing else, and ends no server', async () => {
    const { code, stderr } = await navette('reset', '--yes');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await inventory()).toEqual(before);
    expect(await contentOfTheirs()).toEqual(untouched);
  }, 60_000);
});

/** How many parts of the seed the demo user sees. */
async function seededParts(run: { api: string; signIn: { login: string; password: string } }): Promise<number> {
  const session = await fetch(`${run.api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...run.signIn, station: 'LIL' }),
  });
  expect(session.status).toBe(200);
  const { accessToken } = (await session.json()) as { accessToken: string };
  const answer = await fetch(`${run.api}/parts?limit=10`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { parts: unknown[] }).parts.length;
}
