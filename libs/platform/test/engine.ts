import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageType } from '@navette/contracts';
import { newId, systemClock, type Clock } from '@navette/kernel';
import {
  Database,
  databaseName,
  migration,
  type DatabaseConfig,
  type Scope,
  type Tx,
} from '@navette/platform/database';
import { Bus, stationToken } from '@navette/platform/messaging';
import { Metrics, type LogFields, type Logger } from '@navette/platform/observability';
import { createTestDatabase, testScope, testServers, testTenant, type TestDatabase } from '@navette/testing';
import pg from 'pg';
import { removeServerData, startServers, type Server } from '../../../tools/dev/servers/index.mjs';

/** A service's database with nothing in it but two tables of tenants: what the engines are tried on. */
export const probeMigrations = [
  migration('202601010000-things', async (m) => {
    await m.sql(`create table thing (
      station_id uuid not null, id uuid not null, name text not null, counter int not null default 0,
      primary key (station_id, id))`);
    await m.tenantTable('thing', { app: ['insert', 'update', 'delete'] });
    await m.sql(`create table thing_part (
      station_id uuid not null, id uuid not null, thing_id uuid not null,
      primary key (station_id, id),
      foreign key (station_id, thing_id) references thing (station_id, id))`);
    await m.tenantTable('thing_part', { app: ['insert'] });
  }),
];

export interface Note {
  readonly text: string;
}

/** A message of nobody's contract. Its text is JSON, so that bytes can be broken on purpose. */
export const Noted: MessageType<Note> = {
  type: 'navette.probe.v1.Noted',
  kind: 'evt',
  context: 'probe',
  subject: 'navette.probe.v1.evt.noted',
  encode: (note) => Buffer.from(JSON.stringify(note)),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Note,
};

export const here = testTenant('here');
export const elsewhere = testTenant('elsewhere');
export const scope = (overrides: Partial<Scope> = {}): Scope => testScope(here, overrides);
export const foreignScope = (overrides: Partial<Scope> = {}): Scope => testScope(elsewhere, overrides);

export const insertThing = async (tx: Tx, id: string, name = 'thing'): Promise<void> => {
  await tx.run('insert into thing (station_id, id, name) values ($1, $2, $3)', [tx.scope.stationId, id, name]);
  tx.audit('thing', id);
};

/** Queues a message about `aggregate`, as a use case that changed it would. */
export const say = (tx: Tx, text: string, aggregate = 'thing-1'): void => {
  tx.audit('thing', aggregate);
  tx.publish(Noted, { type: 'thing', id: aggregate, version: 1 }, { text });
};

/** A logger that keeps its lines, for tests of what is said. */
export function listeningLogger(): Logger & { readonly lines: (LogFields & { message: string })[] } {
  const lines: (LogFields & { message: string })[] = [];
  const keep = (message: string, fields: LogFields = {}) => void lines.push({ message, ...fields });
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}

export interface ProbeDatabase {
  readonly database: TestDatabase;
  readonly db: Database;
  /** A superuser's connection. */
  readonly admin: pg.Client;
  readonly logger: ReturnType<typeof listeningLogger>;
  readonly metrics: Metrics;
  /** Rows that are really there, looked at past row-level security. */
  rows<T extends object = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

export async function startDatabase(options: { clock?: Clock; poolSize?: number } = {}): Promise<ProbeDatabase> {
  const database = await createTestDatabase('probe', probeMigrations);
  const logger = listeningLogger();
  const metrics = new Metrics('probe');
  const config = { ...database.config, ...(options.poolSize !== undefined && { poolSize: options.poolSize }) };
  const db = new Database(config, options.clock ?? systemClock, logger, metrics);
  await db.open();
  const admin = new pg.Client({ connectionString: database.adminUrl });
  admin.on('error', () => undefined);
  await admin.connect();
  return {
    database,
    db,
    admin,
    logger,
    metrics,
    rows: async (sql, params = []) => (await admin.query(sql, params)).rows,
    async stop() {
      await db.close();
      await admin.end();
      await database.drop();
    },
  };
}

/** A bus whose streams no other spec sees. */
export async function openBus(options: { url?: string; prefix?: string } = {}): Promise<Bus> {
  const { url = testServers().nats.url, prefix = `t${randomBytes(5).toString('hex')}` } = options;
  const bus = new Bus({ url, prefix, name: 'probe' }, listeningLogger());
  await bus.open();
  return bus;
}

/** Ends the transactions of a role in the middle, as a failing server would; how many connections that were. */
export async function cutConnections({ admin, database }: ProbeDatabase, role: 'app' | 'engine'): Promise<number> {
  const { rowCount } = await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = $1',
    [`${database.config.prefix}_${database.config.service}_${role}`],
  );
  return rowCount ?? 0;
}

export interface PrivateNats {
  readonly server: Server;
  stop(): Promise<void>;
}

/** A NATS of the spec's own, to be killed and brought back. */
export async function startPrivateNats(): Promise<PrivateNats> {
  const dir = mkdtempSync(join(tmpdir(), 'navette-nats-'));
  const { nats } = await startServers({ dir, want: ['nats'], install: 'never', env: {} });
  return {
    server: nats,
    async stop() {
      await nats.stop();
      await removeServerData(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface Published {
  readonly text: string;
  readonly aggregate: string;
  readonly header: (name: string) => string;
  readonly time: string;
}

/** What the stream of `Noted` holds, in its order. */
export async function published(bus: Bus): Promise<Published[]> {
  const stream = await bus.ensureStream('evt', Noted.context);
  const { state } = await bus.jsm.streams.info(stream);
  const messages = [];
  for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq++) {
    const message = await bus.jsm.streams.getMessage(stream, { seq });
    if (message === null) continue;
    const header = (name: string) => message.header.get(name);
    const { text } = message.json<Note>();
    messages.push({ text, aggregate: header('Navette-Aggregate-Id'), header, time: message.timestamp });
  }
  return messages;
}

/** Headers of a well-formed message, as the outbox writes them. */
export function envelope(overrides: Record<string, string> = {}): Record<string, string> {
  return {
    'Navette-Id': newId(systemClock),
    'Navette-Type': Noted.type,
    'Navette-Aggregate-Type': 'thing',
    'Navette-Aggregate-Id': 'thing-1',
    'Navette-Aggregate-Version': '1',
    'Navette-Station': here.stationId,
    'Navette-Network': here.networkId,
    'Navette-Actor': `user:${scope().actor.id}`,
    'Navette-Occurred-At': '2026-03-01T08:00:00Z',
    'Navette-Correlation': 'c-1',
    'Navette-Request-Id': 'r-1',
    ...overrides,
  };
}

/** Puts a message on the bus past the outbox, as a relay that repeats itself or a stranger would; its envelope's id. */
export async function send(
  bus: Bus,
  text: string,
  options: { headers?: Record<string, string>; payload?: Uint8Array; station?: string } = {},
): Promise<string> {
  const headers = envelope(options.headers);
  const subject = `${Noted.subject}.${stationToken(options.station ?? here.stationId)}`;
  await bus.publish(subject, options.payload ?? Noted.encode({ text }), newId(systemClock), headers);
  return headers['Navette-Id'] as string;
}

/** Takes a database away, as a server that is down would, and gives it back. */
export function outage(config: DatabaseConfig): { begin(): Promise<void>; end(): Promise<void> } {
  const name = databaseName(config);
  const asAdmin = async (...statements: string[]) => {
    const admin = new pg.Client({ connectionString: testServers().postgres.url });
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and usename <> current_user`;
  return {
    begin: () => asAdmin(`alter database ${name} allow_connections false`, cut),
    end: () => asAdmin(`alter database ${name} allow_connections true`),
  };
}
