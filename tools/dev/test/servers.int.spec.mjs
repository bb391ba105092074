import { createServer } from 'node:net';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { isAlive } from '../lib/processes.mjs';
import { externalAddress } from '../servers/external.mjs';
import { addressesOf, freePort, removeServerData, startServers, testFolder } from '../servers/index.mjs';
import { launch } from '../servers/launch.mjs';
import { isNamed } from '../servers/nats.mjs';
import { ownsData } from '../servers/postgres.mjs';
import { isProcess } from '../servers/redis.mjs';
import { greetsAs } from '../servers/smtp.mjs';
import { listens } from '../servers/wire.mjs';
import { deadProcess, temporaryFolder } from './_helpers.mjs';

const nowhere = { env: { PATH: process.env.PATH } };

/** Sits on a port, as some other program of the machine. */
async function squat(port) {
  const stranger = createServer((socket) => socket.end('hello\r\n'));
  await new Promise((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  return () => new Promise((resolve) => stranger.close(resolve));
}

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('private servers', () => {
  const folder = temporaryFolder();
  let servers;

  beforeAll(async () => {
    servers = await startServers({ dir: folder.dir, want: ['postgres', 'nats', 'redis', 'smtp'], ...nowhere });
  });
  afterAll(async () => {
    await servers.stopAll();
    await removeServerData(folder.dir);
    folder.remove();
  });

  test('are noted with pid and start time, for their owner alone', () => {
    const { processes } = JSON.parse(readFileSync(join(folder.dir, 'processes.json'), 'utf8'));
    expect(processes).toHaveLength(4);
    expect(processes.every(isAlive)).toBe(true);
    for (const file of ['processes.json', 'credentials.json']) {
      expect(statSync(join(folder.dir, file)).mode & 0o777).toBe(0o600);
    }
  });

  test('PostgreSQL is durable, asks for a password, and speaks UTF-8', async () => {
    const sql = `select current_setting('fsync') fsync, current_setting('synchronous_commit') sync,
      current_setting('server_encoding') encoding, current_setting('max_connections') connections`;
    expect(await query(servers.postgres.url, sql)).toEqual([
      { fsync: 'on', sync: 'on', encoding: 'UTF8', connections: '200' },
    ]);
    const wrong = servers.postgres.url.replace(servers.postgres.password, 'wrong');
    await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  });

  test.each(['postgres', 'nats', 'redis', 'smtp'])('%s comes back on its port after kill -9', async (kind) => {
    const server = servers[kind];
    const before = { pid: server.pid, startTime: server.startTime, port: server.port };
    await server.kill9();
    expect(isAlive(before)).toBe(false);
    await server.restart();
    expect(server.port).toBe(before.port);
    expect(isAlive({ pid: server.pid, startTime: server.startTime })).toBe(true);
    expect(server.pid).not.toBe(before.pid);
  });

  test('PostgreSQL keeps what was committed before kill -9', async () => {
    await query(servers.postgres.url, 'create table kept as select 42 as answer');
    await servers.postgres.kill9();
    await servers.postgres.restart();
    expect(await query(servers.postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a second start on the same folder is refused', async () => {
    const again = startServers({ dir: folder.dir, want: ['redis'], ...nowhere });
    await expect(again).rejects.toThrow('already runs');
  });

  test('another server than ours is told from it', async () => {
    const { postgres, nats, redis, smtp } = servers;
    expect(ownsData(join(folder.dir, 'postgres', 'data'), postgres.pid, postgres.port)).toBe(true);
    expect(ownsData(join(folder.dir, 'postgres', 'data'), postgres.pid + 1, postgres.port)).toBe(false);
    expect(await isNamed(nats.monitorPort, 'navette-of-someone-else')).toBe(false);
    expect(await isProcess(redis.port, redis.password, redis.pid)).toBe(true);
    expect(await isProcess(redis.port, redis.password, redis.pid + 1)).toBe(false);
    expect(await isProcess(redis.port, 'wrong', redis.pid)).toBe(false);
    expect(await greetsAs(smtp.port, 'navette-of-someone-else')).toBe(false);
  });

  test('addresses are fit for another process', () => {
    const addresses = JSON.parse(JSON.stringify(addressesOf(servers)));
    expect(Object.keys(addresses)).toEqual(['postgres', 'nats', 'redis', 'smtp']);
    expect(addresses.nats).toMatchObject({ origin: 'started', port: servers.nats.port, pid: servers.nats.pid });
  });
});

describe('ports', () => {
  let folder = temporaryFolder();
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  test('a preferred port that is taken is left to whom it belongs', async () => {
    const port = await freePort();
    const leave = await squat(port);
    const servers = await startServers({ dir: folder.dir, want: ['redis'], settings: { redis: { port } }, ...nowhere });
    expect(servers.redis.port).not.toBe(port);
    await servers.stopAll();
    await leave();
  });

  test('a port taken between choice and start is chosen anew', async () => {
    const tried = [];
    let leave;
    const listen = `require('net').createServer().listen(+process.argv[1], '127.0.0.1')`;
    const recipe = {
      name: 'listener',
      ports: { port: undefined },
      // While the first one is starting, someone else takes the port that was free a moment ago.
      command: ({ port }) => {
        if (tried.push(port) === 1) leave = squat(port);
        return { program: process.execPath, args: ['-e', `setTimeout(() => ${listen}, 300)`, String(port)] };
      },
      isReady: async (_id, { port }) => tried.length > 1 && listens('127.0.0.1', port),
      stopSignals: ['SIGTERM'],
    };
    const place = { ledgerDir: folder.dir, logFile: join(folder.dir, 'listener.log') };
    const lifecycle = await launch(recipe, place);
    expect(tried).toEqual([expect.any(Number), lifecycle.ports.port]);
    expect(tried[0]).not.toBe(tried[1]);
    await lifecycle.stop();
    await (
      await leave
    )();
  });
});

describe('the SMTP server', () => {
  const folder = temporaryFolder();
  let smtp;
  beforeAll(async () => {
    const settings = { smtp: { refuse: ['550:^nobody@'], defer: ['451:^later@:1'], dropAfterData: [2] } };
    ({ smtp } = await startServers({ dir: folder.dir, want: ['smtp'], settings, ...nowhere }));
  });
  afterAll(async () => {
    await smtp.stop();
    folder.remove();
  });

  const index = () =>
    readFileSync(join(smtp.store, 'index.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  async function send(to, subject = 'Pièce reçue') {
    const transport = nodemailer.createTransport({ host: smtp.host, port: smtp.port });
    const mail = {
      from: 'station@navette.example',
      to,
      subject,
      text: 'Bonjour',
      headers: { 'X-Navette-Template': 'NO-10' },
    };
    return transport.sendMail({ ...mail, messageId: '<1@navette.example>' });
  }

  test('keeps a mail and says what it is', async () => {
    await send('one@x.example', 'Votre pièce détachée est arrivée — dossier d’été');
    expect(index()[0]).toMatchObject({
      seq: 1,
      from: 'station@navette.example',
      to: ['one@x.example'],
      messageId: '<1@navette.example>',
      subject: 'Votre pièce détachée est arrivée — dossier d’été',
      headers: { 'x-navette-template': 'NO-10' },
    });
    expect(readFileSync(join(smtp.store, '1.eml'), 'utf8')).toContain('Bonjour');
  });

  test('loses the answer to the mail it was told to, and has kept it', async () => {
    await expect(send('two@x.example')).rejects.toThrow();
    expect(index().at(-1)).toMatchObject({ seq: 2, to: ['two@x.example'] });
  });

  test('refuses and puts off as told', async () => {
    await expect(send('nobody@x.example')).rejects.toMatchObject({ responseCode: 550 });
    await expect(send('later@x.example')).rejects.toMatchObject({ responseCode: 451 });
    await send('later@x.example');
    expect(index().at(-1)).toMatchObject({ seq: 3 });
  });

  test('goes on counting after kill -9, and drops half a line', async () => {
    await smtp.kill9();
    writeFileSync(join(smtp.store, 'index.ndjson'), '{"seq":4,"from"', { flag: 'a' });
    await smtp.restart();
    await send('last@x.example');
    expect(index().map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });
});

describe('what is not ours', () => {
  test('an address of the environment is used and never ended', async () => {
    const folder = temporaryFolder();
    const { redis, stopAll } = await startServers({ dir: join(folder.dir, 'ours'), want: ['redis'], ...nowhere });
    const env = { NAVETTE_REDIS_URL: redis.url };
    const theirs = await startServers({ dir: join(folder.dir, 'theirs'), want: ['redis'], env });
    expect(theirs.redis).toMatchObject({ origin: 'environment', version: redis.version, port: redis.port, pid: null });
    await theirs.stopAll();
    await expect(theirs.redis.kill9()).rejects.toThrow('not ours');
    expect(isAlive({ pid: redis.pid, startTime: redis.startTime })).toBe(true);
    await stopAll();
    await expect(startServers({ dir: join(folder.dir, 'theirs'), want: ['redis'], env })).rejects.toMatchObject({
      code: 3,
    });
    folder.remove();
  });

  test('an address that is none is wrong usage', () => {
    const refused = expect.objectContaining({ code: 2 });
    for (const url of ['localhost', 'http://localhost', 'redis://']) {
      expect(() => externalAddress('redis', { NAVETTE_REDIS_URL: url })).toThrow(refused);
    }
  });

  test('of the addresses of a NATS cluster one that answers is enough, and none is said so', async () => {
    const folder = temporaryFolder();
    const { nats, stopAll } = await startServers({ dir: join(folder.dir, 'ours'), want: ['nats'], ...nowhere });
    const away = `nats://navette:secret@127.0.0.1:${await freePort()}`;
    const start = (url) =>
      startServers({ dir: join(folder.dir, 'theirs'), want: ['nats'], env: { NAVETTE_NATS_URL: url } });
    const theirs = await start(`${away},${nats.url}`);
    expect(theirs.nats).toMatchObject({ origin: 'environment', version: nats.version, url: `${away},${nats.url}` });
    await expect(start(`${away},${away}`)).rejects.toMatchObject({ code: 3 });
    await expect(start(`${nats.url},nowhere`)).rejects.toMatchObject({ code: 2 });
    await stopAll();
    folder.remove();
  });

  test('the folder of a dead test run goes at the next start, with what runs on it', async () => {
    const folder = temporaryFolder();
    const dead = join(folder.dir, `test-${deadProcess().pid}`);
    const { redis } = await startServers({ dir: join(dead, 'int', 'servers'), want: ['redis'], ...nowhere });
    writeFileSync(join(dead, 'owner.json'), JSON.stringify(deadProcess()));
    const mine = await testFolder(folder.dir);
    expect(existsSync(dead)).toBe(false);
    expect(isAlive({ pid: redis.pid, startTime: redis.startTime })).toBe(false);
    await mine.remove();
    expect(existsSync(mine.dir)).toBe(false);
    folder.remove();
  });
});
