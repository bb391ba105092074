import { isUuid, newId, type Clock } from '@navette/kernel';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Temporal } from '@navette/kernel';
import { crashPoint, errorFields, type Logger, type Metrics } from '../observability/index.js';
import { writeOutbox } from '../outbox/write-outbox.js';
import { databaseErrors } from './errors.js';
import { insideTransaction } from './open-transaction.js';
import type { Scope } from './scope.js';
import { statement, Tx } from './tx.js';

export type Role = 'app' | 'engine' | 'network' | 'owner';

/** Where a service's database is and how each role signs in. */
export interface DatabaseConfig {
  readonly service: string;
  /** Prefix of the role names: `<prefix>_<service>_app`. */
  readonly prefix: string;
  /** `postgres://host:port/database`, without credentials. */
  readonly url: string;
  readonly passwords: Readonly<Partial<Record<Role, string>>>;
  /** Connections per role. */
  readonly poolSize?: number;
}

/** How often a work is begun that ends so: a deadlock, a failure to serialise, a value that somebody else took meanwhile. */
const ATTEMPTS: Readonly<Record<string, number>> = { '40P01': 5, '40001': 5, '23505': 2 };

/** numeric and bigint stay text; instants and dates become Temporal values. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => Temporal.Instant.from(text.replace(' ', 'T'));
    if (oid === pg.types.builtins.DATE) return (text: string) => Temporal.PlainDate.from(text);
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** Connection settings of one role, for TypeORM and for the direct connections of the engines. */
export function connectionOf(config: DatabaseConfig, role: Role): pg.ClientConfig {
  const address = new URL(config.url);
  return {
    host: address.hostname,
    port: Number(address.port || '5432'),
    database: address.pathname.slice(1),
    user: roleName(config, role),
    password: config.passwords[role] ?? '',
    application_name: `navette ${config.service} ${role}`,
    types,
  };
}

export function roleName(config: Pick<DatabaseConfig, 'prefix' | 'service'>, role: Role | 'search'): string {
  return `${config.prefix}_${config.service.replaceAll('-', '_')}_${role}`;
}

export function createDataSource(config: DatabaseConfig, role: Role): DataSource {
  const { host, port, database, user, password, application_name } = connectionOf(config, role);
  return new DataSource({
    type: 'postgres',
    host: host as string,
    port: port as number,
    database: database as string,
    username: user as string,
    password: password as string,
    applicationName: application_name as string,
    poolSize: config.poolSize ?? 5,
    connectTimeoutMS: 5_000,
    installExtensions: false,
    logging: false,
    extra: { types, pipeline: true },
  });
}

/**
 * The only ways to a service's database (architecture.md, "Tenant door"): `tenantTx` and `tenantRead` for one station,
 * `networkRead` for questions over several, `engineTx` for the engines' tables. Each sets its scope for row-level security and holds no transaction open across a
 * network call.
 */
export class Database {
  readonly #app: DataSource;
  readonly #engine: DataSource;
  /** Opened when first asked: few services read over stations. */
  readonly #network: DataSource;
  #onOutbox: () => void = () => {};

  constructor(
    readonly config: DatabaseConfig,
    readonly clock: Clock,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#app = createDataSource(config, 'app');
    this.#engine = createDataSource(config, 'engine');
    this.#network = createDataSource(config, 'network');
    metrics.gauge('database_pool_waiting', 'requests waiting for a database connection', () => this.#waiting());
  }

  async open(): Promise<void> {
    await Promise.all([this.#app.initialize(), this.#engine.initialize()]);
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.#app, this.#engine, this.#network].filter((ds) => ds.isInitialized).map((ds) => ds.destroy()),
    );
  }

  /** Called after each commit that left rows in the outbox. */
  onOutbox(wake: () => void): void {
    this.#onOutbox = wake;
  }

  /**
   * One transaction in one station. Outgoing messages and audit rows are written with it; a deadlock or serialisation
   * failure runs the whole `work` again, so `work` must keep nothing outside itself. So does a duplicate of a unique value,
   * once: whoever looked before writing sees the other one then, and refuses it in words.
   */
  tenantTx<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.tenantTxs([scope], ([tx]) => work(tx as Tx));
  }

  /**
   * Several works of one station in one transaction, each under its own scope, with its own messages and audit rows: all of
   * them are committed, or none. Works that go on side by side must all have ended when `work` does.
   */
  async tenantTxs<T>(scopes: readonly Scope[], work: (txs: readonly Tx[]) => Promise<T>): Promise<T> {
    const { operation } = scopes[0] as Scope;
    for (let attempt = 1; ; attempt++) {
      try {
        const { txs, value } = await insideTransaction(operation, () => this.#attempt(scopes, work));
        if (txs.some((tx) => tx.outgoing.length > 0)) this.#onOutbox();
        for (const tx of txs)
          tx.committed((error) => {
            this.logger.error('after commit failed', { operation, ...errorFields(error) });
          });
        return value;
      } catch (error) {
        if (attempt >= (ATTEMPTS[(error as { code?: string }).code ?? ''] ?? 1)) throw error;
        this.logger.warn('transaction retried', {
          operation,
          attempt,
          code: (error as { code: string }).code,
        });
        await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 5 * (1 + Math.random())));
      }
    }
  }

  /**
   * `tenantTx` for a command that may arrive twice: with an idempotency key in the scope, the first answer is kept and
   * given again. `work` must answer plain JSON data.
   * @throws DomainError `platform.idempotency-key.reused` when the key came before with other input.
   */
  command<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { idempotency } = scope;
    if (idempotency === undefined) return this.tenantTx(scope, work);
    return this.tenantTx(scope, async (tx) => {
      const { key, inputHash } = idempotency;
      const caller = `${scope.actor.kind}:${scope.actor.id}`;
      const fresh = await tx.run(
        `insert into idempotency_key (station_id, caller, key, input_hash, created_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [scope.stationId, caller, key, inputHash, tx.now],
      );
      if (fresh === 1) {
        const answer = await work(tx);
        await tx.run('update idempotency_key set answer = $4 where station_id = $1 and caller = $2 and key = $3', [
          scope.stationId,
          caller,
          key,
          JSON.stringify(answer ?? null),
        ]);
        return answer;
      }
      const before = await tx.first<{ input_hash: string; answer: T }>(
        'select input_hash, answer from idempotency_key where station_id = $1 and caller = $2 and key = $3',
        [scope.stationId, caller, key],
      );
      // The race for the key may have cost a transaction id, which would pass for a write.
      tx.changesNothing();
      if (before === undefined || before.input_hash !== inputHash)
        throw databaseErrors.error('idempotency-key.reused', { key });
      return before.answer;
    });
  }

  /** Questions about one station; the database refuses a write. */
  tenantRead<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return insideTransaction(scope.operation, () =>
      this.#connected(this.#app, async (client) => {
        await client.query(`begin read only; ${setScope(scope)}`);
        const tx = new Tx(client, scope, this.clock, this.clock.now());
        return finish(client, [tx], () => work(tx));
      }),
    );
  }

  /**
   * Questions over several stations of the scope's network, by a role that can only read. Which stations a caller may read
   * is decided before, from its token.
   */
  networkRead<T>(scope: Scope, stationIds: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    for (const id of stationIds) if (!isUuid(id)) throw new Error(`not a station id: ${id}`);
    return insideTransaction(scope.operation, async () => {
      if (!this.#network.isInitialized) await this.#network.initialize();
      return this.#connected(this.#network, async (client) => {
        await client.query(`begin read only; set local app.stations = '${stationIds.join(',')}'`);
        const tx = new Tx(client, scope, this.clock, this.clock.now());
        return finish(client, [tx], () => work(tx));
      });
    });
  }

  /**
   * Tables of the engines (outbox, dead letters, timers of all stations), by the engine role. The engines' own work is not
   * audited; with the scope of an operator, what `work` names is, in that name.
   */
  engineTx<T>(work: (tx: Tx) => Promise<T>, scope = engineScope(this.config.service)): Promise<T> {
    return insideTransaction('engine', () =>
      this.#connected(this.#engine, async (client) => {
        await client.query('begin');
        const tx = new Tx(client, scope, this.clock, this.clock.now());
        return finish(
          client,
          [tx],
          () => work(tx),
          () => [writeAudit([tx])],
        );
      }),
    );
  }

  async #attempt<T>(
    scopes: readonly Scope[],
    work: (txs: readonly Tx[]) => Promise<T>,
  ): Promise<{ txs: readonly Tx[]; value: T }> {
    const point = `${this.config.service}/${scopes[0]?.operation}`;
    return this.#connected(this.#app, async (client) => {
      // Waited for: a statement after a `begin` that failed would stand alone, and stay.
      await client.query(`begin; ${setScope(...scopes)}`);
      const now = this.clock.now();
      const txs = scopes.map((scope) => new Tx(client, scope, this.clock, now));
      const worked = async () => {
        const done = await work(txs);
        for (const tx of txs) await refuseUnaudited(tx);
        return done;
      };
      const value = await finish(client, txs, worked, () => {
        const written = [writeAudit(txs), writeOutbox(txs)];
        crashPoint(`${point}/before-commit`);
        return written;
      });
      crashPoint(`${point}/after-commit`);
      return { txs, value };
    });
  }

  async #connected<T>(source: DataSource, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const runner = source.createQueryRunner();
    const client = (await runner.connect()) as pg.ClientBase;
    try {
      return await work(client);
    } finally {
      await runner.release();
    }
  }

  #waiting(): number {
    const pools = [this.#app, this.#engine].map((ds) => (ds.driver as unknown as { master?: pg.Pool }).master);
    return pools.reduce((sum, pool) => sum + (pool?.waitingCount ?? 0), 0);
  }
}

/** Literals, since SET LOCAL takes no parameters: only UUIDs get this far. */
function setScope(...scopes: readonly Scope[]): string {
  const { stationId, networkId } = scopes[0] as Scope;
  for (const id of [stationId, networkId]) if (!isUuid(id)) throw new Error(`not a station or network id: ${id}`);
  if (scopes.some((scope) => scope.stationId !== stationId || scope.networkId !== networkId))
    throw new Error('works of several stations in one transaction');
  return `set local app.station_id = '${stationId}'; set local app.network_id = '${networkId}'`;
}

/**
 * Ends a transaction. `last` begins its last statements, which leave together with the commit: where one of them fails the
 * transaction is aborted, and the commit of an aborted transaction is a rollback.
 */
async function finish<T>(
  client: pg.ClientBase,
  txs: readonly Tx[],
  work: () => Promise<T>,
  last: () => readonly Promise<unknown>[] = () => [],
): Promise<T> {
  try {
    const value = await work();
    const written = last();
    for (const tx of txs) tx.over();
    const [{ command }] = await Promise.all([statement(client, 'commit'), ...written]);
    // Where a statement failed and its error was swallowed, the server rolls back without a word.
    if (command !== 'COMMIT') throw new Error('the transaction had failed before its commit');
    return value;
  } catch (error) {
    for (const tx of txs) tx.over();
    // A lost connection has rolled back already; its own error is the one to tell.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** ID-9: a transaction that wrote must have said what. */
async function refuseUnaudited(tx: Tx): Promise<void> {
  if (tx.audited.length > 0 || !tx.mustAudit) return;
  const row = await tx.first<{ xid: string | null }>('select pg_current_xact_id_if_assigned()::text as xid');
  if (row?.xid !== null || tx.outgoing.length > 0)
    throw new Error(`${tx.scope.operation} writes without naming what: call tx.audit(…)`);
}

async function writeAudit(txs: readonly Tx[]): Promise<void> {
  const [tx] = txs;
  const rows = txs.flatMap(({ scope, audited }) => audited.map((entry) => ({ ...entry, scope })));
  if (tx === undefined || rows.length === 0) return;
  await tx.run(
    `insert into audit (id, station_id, at, actor_kind, actor_id, operation, entity_type, entity_id, request_id)
     select e.id, $1, $2, e.actor_kind, e.actor_id, e.operation, e.entity_type, e.entity_id, e.request_id
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
       as e (id, actor_kind, actor_id, operation, entity_type, entity_id, request_id)`,
    [
      tx.scope.stationId,
      tx.now,
      rows.map(() => newId(tx.clock)),
      rows.map(({ scope }) => scope.actor.kind),
      rows.map(({ scope }) => scope.actor.id),
      rows.map(({ operation }) => operation),
      rows.map(({ entityType }) => entityType),
      rows.map(({ entityId }) => entityId),
      rows.map(({ scope }) => scope.requestId),
    ],
  );
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

function engineScope(service: string): Scope {
  return {
    stationId: NOBODY,
    networkId: NOBODY,
    actor: { kind: 'system', id: service },
    operation: 'engine',
    requestId: '',
    correlationId: '',
    causationId: '',
  };
}
