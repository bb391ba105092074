import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { derivedId, type Clock } from '@navette/kernel';
import { envName } from '@navette/platform/config';
import { Database, type Actor } from '@navette/platform/database';
import { createRpcClient, type CallContext, type RpcClient, type RpcDefinition } from '@navette/platform/rpc';
import { startService, type RunningService, type ServiceDefinition } from '@navette/platform/service';
import pg from 'pg';
import { eventually } from './eventually.js';
import { testServers } from './servers.js';
import { createTestDatabase } from './test-database.js';
import { TestTokens } from './test-tokens.js';
import type { TestTenant } from './tenants.js';

export interface TestService {
  readonly running: RunningService;
  readonly db: Database;
  /** A superuser's connection: what is really in the tables, all stations. */
  readonly admin: pg.Client;
  readonly httpUrl: string;
  readonly grpcAddress: string;
  readonly env: NodeJS.ProcessEnv;
  readonly tokens: TestTokens;
  client<D extends RpcDefinition>(definition: D): RpcClient<D>;
  /** Call context of somebody who holds `rights` in `tenant`. */
  as(
    tenant: TestTenant,
    rights: readonly string[],
    options?: { actor?: Actor; idempotencyKey?: string },
  ): Promise<CallContext>;
  stop(): Promise<void>;
}

/**
 * One service with a database of its own, streams under a prefix of their own and free ports, on the run's real servers.
 * `env` gives addresses of other services where the test starts some.
 */
export async function startTestService(
  definition: ServiceDefinition,
  options: { clock?: Clock; env?: NodeJS.ProcessEnv; prefix?: string; drainMs?: number } = {},
): Promise<TestService> {
  const database = await createTestDatabase(definition.name, definition.migrations ?? []);
  const tokens = new TestTokens();
  const [grpcPort, httpPort] = [await freePort(), await freePort()];
  const name = `NAVETTE_${envName(definition.name)}`;
  const grpcAddress = `127.0.0.1:${grpcPort}`;
  const env: NodeJS.ProcessEnv = {
    NAVETTE_NATS_URL: testServers().nats.url,
    NAVETTE_REDIS_URL: testServers().redis.url,
    NAVETTE_LOG_LEVEL: process.env['NAVETTE_LOG_LEVEL'] ?? 'silent',
    [`${name}_GRPC_PORT`]: String(grpcPort),
    [`${name}_GRPC_URL`]: grpcAddress,
    [`${name}_HTTP_PORT`]: String(httpPort),
    [`${name}_CLIENT_SECRET`]: 'test',
    [`${name}_DATABASE_URL`]: database.config.url,
    [`${name}_DATABASE_APP_PASSWORD`]: 'app',
    [`${name}_DATABASE_ENGINE_PASSWORD`]: 'engine',
    [`${name}_DATABASE_NETWORK_PASSWORD`]: 'network',
    // Nobody listens there: a test of one service must not need identity.
    NAVETTE_IDENTITY_GRPC_URL: '127.0.0.1:1',
    // Nor of those that the service calls, unless the test starts them.
    ...Object.fromEntries(
      (definition.calls ?? []).map((right) => [
        `NAVETTE_${envName(right.split(':')[0] ?? '')}_GRPC_URL`,
        '127.0.0.1:1',
      ]),
    ),
    ...options.env,
    // Streams apart from those of other specs; roles stay the run's.
    NAVETTE_PREFIX: 'test',
    NAVETTE_STREAM_PREFIX: options.prefix ?? `t${randomBytes(5).toString('hex')}`,
  };
  const running = await startService(definition, {
    env,
    keys: () => tokens.keys(),
    ...(options.clock !== undefined && { clock: options.clock }),
    ...(options.drainMs !== undefined && { drainMs: options.drainMs }),
  });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const httpUrl = `http://127.0.0.1:${httpPort}`;
  await eventually(async () => ((await fetch(`${httpUrl}/readyz`)).ok ? true : undefined));
  const clients: { close(): void }[] = [];

  return {
    running,
    db: running.get(Database),
    admin,
    httpUrl,
    grpcAddress,
    env,
    tokens,
    client(definition) {
      const client = createRpcClient(definition, grpcAddress, undefined, 10);
      clients.push(client);
      return client;
    },
    async as(tenant, rights, { actor = userWith(rights), idempotencyKey } = {}) {
      await admin.query(
        `insert into grant_ref (station_id, subject, rights, version) values ($1, $2, $3, 1)
         on conflict (station_id, subject) do update set rights = excluded.rights`,
        [tenant.stationId, actor.id, rights],
      );
      const requestId = randomUUID();
      return {
        token: await tokens.sign(tenant, actor),
        requestId,
        correlationId: requestId,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      };
    },
    async stop() {
      for (const client of clients) client.close();
      await running.stop();
      await admin.end();
      await database.drop();
    },
  };
}

function userWith(rights: readonly string[]): Actor {
  return { kind: 'user', id: derivedId('test-user', rights.join()) };
}

const given = new Set<number>();

/**
 * A port that is free now, and given once: below those that Linux takes for outgoing connections (from 32768), one of which
 * could have it before it is bound.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
