import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import grpc from '@grpc/grpc-js';
import { jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { step } from '../dev/lib/output.mjs';
import { stateDir } from '../dev/lib/paths.mjs';
import { comparedTo, figure, median } from './figures.mjs';
import { databaseUrl, startPrivateSystem } from './private-system.mjs';

/**
 * What the machine and the servers give at best, without a line of ours between: the measure of every other figure.
 *
 * @typedef {import('./figures.mjs').Figure} Figure
 * @typedef {import('./private-system.mjs').PrivateSystem} PrivateSystem
 */

const CLIENTS = [1, 4, 16];
const SECONDS = 1.5;
const WAL_PAGE = 8_192;

/** @type {import('./measured.mjs').Bench} */
export const floor = {
  name: 'floor',
  summary: 'what the machine gives at best: durable commits, fsync, bus and gRPC round trips',
  options: {},
  prepare:
    ({ runs, yes }) =>
    async () =>
      measureFloor(await startPrivateSystem({ yes }), runs),
};

/**
 * @param {Pick<PrivateSystem, 'environment'>} system
 * @param {number} runs
 * @param {number} [seconds] for each value
 * @returns {Promise<Figure[]>}
 */
export function measureFloor(system, runs, seconds = SECONDS) {
  return step('measuring the floor', async () => {
    const repeat = async (/** @type {() => Promise<number>} */ measure) => {
      const values = [];
      for (let run = 0; run < runs; run += 1) values.push(await measure());
      return values;
    };
    const commits = [];
    for (const clients of CLIENTS) {
      const values = await repeat(() => commitsPerSecond(system, clients, seconds));
      commits.push(figure('floor.commits_per_s', '1/s', values, { clients }));
    }
    return [
      ...commits,
      figure('floor.fsync_us', 'µs', await repeat(() => fsyncMicroseconds(seconds))),
      figure('floor.bus_rtt_ms', 'ms', await repeat(() => busMilliseconds(system, seconds))),
      figure('floor.grpc_rtt_ms', 'ms', await repeat(() => grpcMilliseconds(seconds))),
    ];
  });
}

/** @param {readonly Figure[]} floors @param {string} name @param {number} [clients] */
export function floorOf(floors, name, clients) {
  const found = floors.find((one) => one.figure === name && /** @type {any} */ (one).clients === clients);
  if (!found) throw new Error(`no floor ${name}`);
  return found;
}

/**
 * A rate against durable commits per second.
 *
 * @param {Figure} measured
 * @param {number} perSecond
 * @param {readonly Figure[]} floors
 */
export const againstCommits = (measured, perSecond, floors) =>
  comparedTo(measured, perSecond, floorOf(floors, 'floor.commits_per_s', 16));

/** One row for each commit, each waited for. @param {Pick<PrivateSystem, 'environment'>} system @param {number} clients @param {number} seconds */
async function commitsPerSecond({ environment }, clients, seconds) {
  const admin = new pg.Client({ connectionString: databaseUrl(environment, 'postgres') });
  await admin.connect();
  await admin.query('create table if not exists floor (id bigint generated always as identity primary key, at text)');
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl(environment, 'postgres') });
      await client.connect();
      return client;
    }),
  );
  const insert = { name: 'floor', text: 'insert into floor (at) values ($1)', values: ['now'] };
  const began = performance.now();
  const counts = await Promise.all(
    connections.map(async (client) => {
      let count = 0;
      for (; performance.now() - began < seconds * 1_000; count += 1) await client.query(insert);
      return count;
    }),
  );
  const took = (performance.now() - began) / 1_000;
  await Promise.all(connections.map((client) => client.end()));
  await admin.query('drop table floor');
  await admin.end();
  return counts.reduce((sum, count) => sum + count, 0) / took;
}

/** As PostgreSQL syncs its log on Linux: a page written over, then `fdatasync`. @param {number} seconds */
async function fsyncMicroseconds(seconds) {
  const dir = mkdtempSync(join(stateDir, 'floor-'));
  const file = openSync(join(dir, 'log'), 'w');
  try {
    const page = Buffer.alloc(WAL_PAGE, 1);
    const took = timed(seconds, () => {
      writeSync(file, page, 0, WAL_PAGE, 0);
      fdatasyncSync(file);
    });
    return median(await took) * 1_000;
  } finally {
    closeSync(file);
    rmSync(dir, { recursive: true });
  }
}

/** A message handed to a stream on disk, until its acknowledgement. @param {Pick<PrivateSystem, 'environment'>} system @param {number} seconds */
async function busMilliseconds({ environment }, seconds) {
  const address = new URL(environment['NAVETTE_NATS_URL'] ?? '');
  const connection = await connect({
    servers: address.host,
    user: decodeURIComponent(address.username),
    pass: decodeURIComponent(address.password),
  });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'FLOOR', subjects: ['floor'], storage: StorageType.File });
  const stream = jetstream(connection);
  const payload = Buffer.alloc(256, 1);
  const took = await timed(seconds, () => stream.publish('floor', payload));
  await manager.streams.delete('FLOOR');
  await connection.close();
  return median(took);
}

/** A call that does nothing, over a connection that is open; client and server in this process. @param {number} seconds */
async function grpcMilliseconds(seconds) {
  const plain = (/** @type {Buffer} */ bytes) => bytes;
  const method = { path: '/floor/Call', requestStream: false, responseStream: false, requestSerialize: plain, requestDeserialize: plain, responseSerialize: plain, responseDeserialize: plain }; // prettier-ignore
  const server = new grpc.Server();
  server.addService({ call: method }, { call: (/** @type {any} */ { request }, /** @type {any} */ answer) => answer(null, request) }); // prettier-ignore
  const port = await new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const payload = Buffer.alloc(256, 1);
  const took = await timed(
    seconds,
    () =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(method.path, plain, plain, payload, (error, bytes) => error ? reject(error) : resolve(bytes)); // prettier-ignore
      }),
  );
  client.close();
  server.forceShutdown();
  return median(took);
}

/** How long each call took, one after the other, in milliseconds. @param {number} seconds @param {() => unknown} work */
async function timed(seconds, work) {
  /** @type {number[]} */
  const took = [];
  for (const end = performance.now() + seconds * 1_000; performance.now() < end;) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took;
}
