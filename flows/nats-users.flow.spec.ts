import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { messageTypes } from '@navette/contracts';
import { Bus, busUser, inboxPrefix, streamName } from '@navette/platform/messaging';
import { silentLogger } from '@navette/platform/observability';
import {
  busUserOf,
  consumptionsOf,
  makeStreams,
  publicationsOf,
  type ServiceDefinition,
} from '@navette/platform/service';
import { eventually } from '@navette/testing';
import { declareUsers, removeServerData, startServers, type Servers } from '../tools/dev/servers/index.mjs';
import { services } from '../apps/solo/src/services.js';

const prefix = `u${randomBytes(5).toString('hex')}`;
const names = services.map(({ name }) => name);
const open: NatsConnection[] = [];
/** One of ours in any case: the run's servers may come from containers, whose users we do not declare. */
let dir: string;
let servers: Servers<'nats'>;
let admin: Bus;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'navette-nats-'));
  servers = await startServers({ dir, want: ['nats'], install: 'never', env: {} });
  admin = new Bus({ url: servers.nats.url, prefix, name: 'migrate' }, silentLogger);
  await admin.open();
  await makeStreams(admin, services);
  const users = services.map((definition) => ({
    ...busUserOf(definition, services, prefix),
    password: definition.name,
  }));
  await declareUsers(servers.nats, prefix, users);
});

afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await admin.close();
  await servers.stopAll();
  await removeServerData(dir);
  rmSync(dir, { recursive: true, force: true });
});

async function as(service: string): Promise<NatsConnection> {
  const { host, port } = servers.nats;
  const login = { user: busUser(prefix, service), pass: service, inboxPrefix: inboxPrefix(prefix, service) };
  const connection = await connect({ servers: `${host}:${port}`, ...login, reconnect: false });
  open.push(connection);
  return connection;
}

/** One subject of a pattern. */
const oneOf = (pattern: string) =>
  pattern.replace('.*.evt.>', '.v1.evt.something-happened.*').replace(/\.\*$/, `.${'0'.repeat(32)}`);

const saidBy = (name: string) => publicationsOf(services.find((one) => one.name === name) as never, services);
const heardBy = (name: string) => consumptionsOf(services.find((one) => one.name === name) as never);

/** Whether the server lets a message of this subject into its stream; true, false, or why neither. */
async function publishes(connection: NatsConnection, subject: string): Promise<boolean> {
  try {
    await jetstream(connection, { timeout: 5_000 }).publish(`${prefix}.${oneOf(subject)}`, 'x');
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  for (let one = error as Error | undefined; one !== undefined; one = one.cause as Error | undefined)
    if (one instanceof PermissionViolationError) return true;
  return false;
}

/** Whether the server lets it listen; it answers a refusal alone, so a round trip is what tells. */
async function listens(connection: NatsConnection, subject: string): Promise<boolean> {
  let refused = false;
  connection.subscribe(subject, { callback: (error) => void (refused ||= error instanceof PermissionViolationError) });
  await connection.flush();
  return !refused;
}

describe.each(names)('ST-24 the NATS user of %s', (name) => {
  let connection: NatsConnection;

  beforeAll(async () => void (connection = await as(name)));

  it('publishes what the service says, and nothing that others say', async () => {
    const own = saidBy(name);
    const foreign = [...new Set(names.flatMap(saidBy))].filter((subject) => !own.includes(subject));
    expect(foreign.length).toBeGreaterThan(8);
    for (const subject of own) expect([subject, await publishes(connection, subject)]).toEqual([subject, true]);
    for (const subject of foreign) expect([subject, await publishes(connection, subject)]).toEqual([subject, false]);
  });

  it('hears nothing past its consumers: no subject, no inbox of another', async () => {
    const others = names.filter((one) => one !== name);
    const messages = ['cmd', 'rep'].map((kind) => `${prefix}.navette.*.v1.${kind}.>`);
    const subjects = ['>', `${prefix}.>`, '_INBOX.>', '$JS.API.>', '$JS.ACK.>', ...messages];
    const inboxes = others.map((other) => `${inboxPrefix(prefix, other)}.>`);
    for (const subject of [...subjects, ...inboxes])
      expect([subject, await listens(connection, subject)]).toEqual([subject, false]);
    expect(await listens(connection, `${inboxPrefix(prefix, name)}.own`)).toBe(true);
    // Whoever follows events hears of each, and of nothing else.
    const { followsEvents = false } = services.find((one) => one.name === name) as ServiceDefinition;
    expect(await listens(connection, `${prefix}.navette.${name}.v1.evt.>`)).toBe(followsEvents);
  });

  it('makes and pulls the consumers of what the service hears, and no others', async () => {
    const jsm = await jetstreamManager(connection, { timeout: 5_000 });
    const all = names.flatMap((one) => heardBy(one).map((consumption) => ({ one, ...consumption })));
    for (const { one, kind, context, durable, filter } of all) {
      const stream = streamName(prefix, kind, context);
      const consumer = { durable_name: durable, filter_subject: `${prefix}.${filter}`, ack_policy: AckPolicy.Explicit };
      const outcome = await jsm.consumers.add(stream, consumer).then(() => 'made', (error) => isRefusal(error) ? 'refused' : String(error)); // prettier-ignore
      expect([durable, outcome]).toEqual([durable, one === name ? 'made' : 'refused']);
      if (one !== name) continue;
      const pulled = await jetstream(connection).consumers.get(stream, durable);
      await admin.js.publish(oneOf(consumer.filter_subject), 'x');
      const message = await pulled.next({ expires: 10_000 });
      expect([durable, await message?.ackAck()]).toEqual([durable, true]);
      // Under the right name, but of a wider filter.
      const wider = { ...consumer, filter_subject: `${prefix}.navette.>` };
      await expect(jsm.consumers.add(stream, wider)).rejects.toThrow();
    }
  });

  it('makes, empties and removes no stream', async () => {
    const jsm = await jetstreamManager(connection, { timeout: 5_000 });
    const own = streamName(prefix, 'evt', name);
    const mine = { name: `${prefix.toUpperCase()}_MINE`, subjects: [`${prefix}.mine`] };
    for (const attempt of [jsm.streams.add(mine), jsm.streams.purge(own), jsm.streams.delete(own)])
      expect(await attempt.then(() => 'done', isRefusal)).toBe(true);
  });
});

describe('ST-24 the users of NATS', () => {
  it('may publish what the code of their services publishes', () => {
    const types = new Map([...messageTypes().values()].map((type) => [type.type.split('.').at(-1) as string, type]));
    const published = names.flatMap((name) => {
      const files = readdirSync(join('apps', name, 'src'), { recursive: true, encoding: 'utf8' });
      const sources = files.filter((file) => /(?<!\.spec|\.helper)\.ts$/.test(file));
      const texts = sources.map((file) => readFileSync(join('apps', name, 'src', file), 'utf8'));
      return texts.flatMap(
        (text) =>
        [...text.matchAll(/publish\(\s*(\w+)Message\b/g)].map(([, message]) => ({ name, type: types.get(message as string) })), // prettier-ignore
      );
    });
    expect(published.length).toBeGreaterThan(40);
    for (const { name, type } of published)
      expect([name, type?.subject, saidBy(name).some((pattern) => covers(pattern, `${type?.subject}.x`))]).toEqual([name, type?.subject, true]); // prettier-ignore
  });

  it('are told by somebody whatever one of them hears', () => {
    const said = names.flatMap(saidBy);
    for (const { durable, filter } of names.flatMap(heardBy))
      expect([durable, said.some((pattern) => covers(pattern, filter))]).toEqual([durable, true]);
  });

  it('are asked for by name and password', async () => {
    const { host, port } = servers.nats;
    const user = busUser(prefix, 'stock');
    await expect(connect({ servers: `${host}:${port}`, user, pass: 'billing', reconnect: false })).rejects.toThrow(
      /authorization/i,
    );
    await expect(connect({ servers: `${host}:${port}`, reconnect: false })).rejects.toThrow(/authorization/i);
  });

  it('lose what is no longer declared', async () => {
    const connection = await as('stock');
    const [stock] = services.filter(({ name }) => name === 'stock');
    const users = services.map((one) => ({ ...busUserOf(one, services, prefix), password: one.name }));
    await declareUsers(servers.nats, prefix, users.filter(({ user }) => user !== busUser(prefix, 'stock'))); // prettier-ignore
    await eventually(async () => (connection.isClosed() ? true : undefined));
    await expect(as(stock?.name as string)).rejects.toThrow(/authorization/i);
  });
});

/** As NATS matches subjects. */
function covers(pattern: string, subject: string): boolean {
  const tokens = subject.split('.');
  const wanted = pattern.split('.');
  if (wanted.at(-1) !== '>' && wanted.length !== tokens.length) return false;
  return wanted.every((token, i) => token === '>' || token === '*' || token === tokens[i]);
}
