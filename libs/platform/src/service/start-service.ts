import { randomUUID } from 'node:crypto';
import { IdentityServiceService as Identity } from '@navette/contracts/identity/v1/service';
import { OperationsServiceService as Operations } from '@navette/contracts/operations/v1/service';
import { systemClock, type Clock } from '@navette/kernel';
import { Module, type DynamicModule, type INestApplication, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { JSONWebKeySet } from 'jose';
import { Grants, GrantsSubscriber, grantTable, type AskIdentity } from '../auth/grants.js';
import { ServiceTokens } from '../auth/service-tokens.js';
import { EVERY_SERVICE, TokenVerifier } from '../auth/tokens.js';
import { Database } from '../database/database.js';
import type { Migration } from '../database/migration.js';
import { refuseUnmigrated } from '../database/migrations.js';
import { Housekeeping } from '../housekeeping/housekeeping.js';
import { Health, installHttp } from '../http/install-http.js';
import { Bus } from '../messaging/bus.js';
import { EventFollower } from '../messaging/event-follower.js';
import { Consumers, takingOver } from '../messaging/consumers.js';
import type { Subscriber } from '../messaging/subscription.js';
import { createLogger, errorFields, Metrics, type Logger } from '../observability/index.js';
import { OperationsGrpc } from '../operations/operations.grpc.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import { MAX_MESSAGE_BYTES } from '../rpc/rpc-client.js';
import { assertServed, packageDefinition, RpcErrorFilter, RpcGuard } from '../rpc/rpc-server.js';
import { RateLimits } from '../redis/rate-limits.js';
import { SagaRunner } from '../saga/saga-runner.js';
import { measureSagas } from '../saga/saga-view.js';
import type { SagaEffects } from '../saga/saga-definition.js';
import { Timers, type TimerHandler } from '../timers/timers.js';
import { RpcClients } from './rpc-clients.js';
import { serviceConfig, type ServiceConfig } from './service-config.js';
import type { ServiceDefinition } from './service-definition.js';

/** Well below the 30 s that Kubernetes gives a process to end. */
const DRAIN_MS = 10_000;

export const CLOCK = Symbol('Clock');
export const LOGGER = Symbol('Logger');
export const CONFIG = Symbol('ServiceConfig');

/** A service that runs; `stop` drains it: no new work, what is in hand finished, then the connections closed. */
export interface RunningService {
  readonly name: string;
  /** A provider of the service, by its token. */
  get<T>(token: Type<T> | symbol): T;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Moved by tests. */
  readonly clock?: Clock;
  /** Called when the engines could not start: the service serves but nothing moves, so whoever runs it should end it. */
  readonly onFatal?: () => void;
  /** How long HTTP requests in hand may take at the end before their connections are cut; shorter in tests. */
  readonly drainMs?: number;
  /** Public keys of access tokens, where they do not come from identity (tests of one service). */
  readonly keys?: () => Promise<JSONWebKeySet>;
}

/**
 * Starts a service from its definition. It listens at once and is ready when database and bus answer.
 * @throws Error when its database is behind its code: nothing of it has started then
 */
export async function startService(definition: ServiceDefinition, options: StartOptions = {}): Promise<RunningService> {
  const config = serviceConfig(definition, options.env ?? process.env);
  const logger = createLogger(config.name, config.logLevel);
  const metrics = new Metrics(config.name);
  const clock = options.clock ?? systemClock;
  const db = config.database && new Database(config.database, clock, logger, metrics);
  const bus = new Bus(
    {
      url: config.natsUrl,
      password: config.natsPassword,
      prefix: config.streamPrefix,
      name: config.name,
      replicas: config.streamReplicas,
      duplicateSeconds: config.streamDuplicateSeconds,
    },
    logger,
  );
  const clients: RpcClients = new RpcClients(config.addressOf, new ServiceTokens(issueToken(config, () => clients)));
  const tokens = new TokenVerifier([EVERY_SERVICE, config.name], options.keys ?? (() => fetchKeys(clients)));
  const grants = new Grants(db === undefined ? async () => undefined : grantTable(db), askIdentity(config, clients));
  const limits = new RateLimits(config.redisUrl, config.prefix, { perSecond: config.rateLimitPerSecond }, metrics);
  const health = new Health();

  const providers: Provider[] = [
    { provide: CLOCK, useValue: clock },
    { provide: LOGGER, useValue: logger },
    { provide: CONFIG, useValue: config },
    { provide: Metrics, useValue: metrics },
    { provide: RpcClients, useValue: clients },
    { provide: TokenVerifier, useValue: tokens },
    { provide: Grants, useValue: grants },
    { provide: Health, useValue: health },
    { provide: Bus, useValue: bus },
    ...(definition.followsEvents ? [{ provide: EventFollower, useValue: new EventFollower(bus, logger) }] : []),
    ...(db === undefined ? [] : [{ provide: Database, useValue: db }]),
    ...(definition.providers ?? []),
    ...(definition.subscribers ?? []),
    ...(definition.timers ?? []),
    ...(definition.sagas ?? []),
  ];
  const consumers = db && new Consumers(config.name, bus, db, logger, metrics, takingOver(config.takeoverSeconds));
  const timers = db && new Timers(config.name, db, logger, metrics, config.takeoverSeconds);
  if (consumers !== undefined) providers.push({ provide: Consumers, useValue: consumers });
  const sagas = new SagaRunner(config.name, logger, metrics);
  providers.push({ provide: SagaRunner, useValue: sagas });
  if (db !== undefined && definition.sagas !== undefined) measureSagas(db, metrics);
  if (timers !== undefined) providers.push({ provide: Timers, useValue: timers });

  if (db !== undefined) await openDatabase(db, definition.migrations ?? []);
  const app = await NestFactory.create<NestExpressApplication>(moduleOf(definition, providers), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  // Before the first call is served: it may start one while the bus is still away.
  sagas.register((definition.sagas ?? []).map((type) => app.get<SagaEffects>(type)));
  if (definition.http !== undefined) limits.open();
  installHttp(app, { trustedProxies: config.trustedProxies, logger, metrics, tokens, grants, limits, health });
  if (definition.grpc !== undefined) await serveGrpc(app, definition.grpc, config, { logger, tokens, grants, limits });
  await app.listen(config.httpPort, config.listen);
  logger.info('listening', { port: config.httpPort });
  const endPreparing = tokens.prepare();

  const housekeeping = db && new Housekeeping(db, logger);
  const relay = db && new OutboxRelay(db, bus, clock, logger, metrics);
  let stopping = false;
  const engines = startEngines().catch((error: unknown) => {
    logger.error('engines did not start', errorFields(error));
    health.fail('engines');
    if (!stopping) options.onFatal?.();
  });

  /** In the background: while the bus is away the service serves, and its outbox keeps. */
  async function startEngines(): Promise<void> {
    if (db !== undefined) health.check('database', () => db.engineTx((tx) => tx.run('select 1')));
    health.check('bus', () => bus.connected);
    await bus.open();
    if (db !== undefined) {
      await bus.ensureStream('evt', config.name);
      relay?.start();
      housekeeping?.start();
      const subscribers = (definition.subscribers ?? []).map((type) => app.get<Subscriber>(type));
      await consumers?.start([
        ...[new GrantsSubscriber(grants), ...subscribers].flatMap((one) => one.subscriptions),
        ...sagas.subscriptions(),
      ]);
      timers?.start([
        ...(definition.timers ?? []).map((type) => app.get<TimerHandler>(type)),
        ...sagas.timerHandlers(
          (scope, run) => db.tenantTx(scope, run),
          (handler) => consumers?.behindMs(handler) ?? 0,
        ),
      ]);
    }
    health.started();
  }

  return {
    name: config.name,
    get: (token) => app.get(token),
    async stop() {
      stopping = true;
      endPreparing();
      health.fail('stopping');
      bus.giveUp();
      await engines;
      await consumers?.drain();
      await timers?.stop();
      await housekeeping?.stop();
      await closeWithin(app, options.drainMs ?? DRAIN_MS);
      await relay?.stop();
      clients.close();
      limits.close();
      await bus.close();
      await db?.close();
    },
  };
}

async function openDatabase(db: Database, migrations: readonly Migration[]): Promise<void> {
  try {
    await db.open();
    await refuseUnmigrated(db, migrations);
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** A client that neither ends its request nor goes away must not keep the process from ending. */
async function closeWithin(app: NestExpressApplication, ms: number): Promise<void> {
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), ms);
  await app.close().finally(() => clearTimeout(cut));
}

async function serveGrpc(
  app: INestApplication,
  { definition, controllers }: NonNullable<ServiceDefinition['grpc']>,
  config: ServiceConfig,
  { logger, tokens, grants, limits }: { logger: Logger; tokens: TokenVerifier; grants: Grants; limits: RateLimits },
): Promise<void> {
  assertServed(definition, controllers);
  assertServed(Operations, [OperationsGrpc]);
  const server = app.connectMicroservice<MicroserviceOptions>(
    {
      transport: Transport.GRPC,
      options: {
        ...packageDefinition([definition, Operations]),
        url: `${config.listen}:${config.grpcPort}`,
        maxReceiveMessageLength: MAX_MESSAGE_BYTES,
        // Calls in hand are answered before the service goes.
        gracefulShutdown: true,
      },
    },
    // Guards and filters set after the handlers are registered would be ignored without a word.
    { deferInitialization: true },
  );
  server.useGlobalGuards(new RpcGuard(tokens, grants, limits, config.name));
  server.useGlobalFilters(new RpcErrorFilter(logger, config.name));
  await app.startAllMicroservices();
}

function moduleOf(definition: ServiceDefinition, providers: Provider[]): DynamicModule {
  class ServiceModule {}
  Module({})(ServiceModule);
  const operated = definition.grpc === undefined ? [] : [...definition.grpc.controllers, OperationsGrpc];
  const controllers: Type[] = [...operated, ...(definition.http ?? [])];
  return { module: ServiceModule, providers, controllers };
}

function issueToken(config: ServiceConfig, clients: () => RpcClients) {
  return async (audience: string, stationId: string) => {
    const { accessToken, expiresInSeconds } = await clients()
      .get(Identity)
      .issueClientToken(
        { clientId: `service-${config.name}`, clientSecret: config.clientSecret, audience, stationId, scope: '' },
        publicCall(),
      );
    return { token: accessToken, expiresInSeconds };
  };
}

async function fetchKeys(clients: RpcClients): Promise<JSONWebKeySet> {
  const { jwksJson } = await clients.get(Identity).getJwks({}, publicCall());
  return JSON.parse(jwksJson) as JSONWebKeySet;
}

function askIdentity(config: ServiceConfig, clients: RpcClients): AskIdentity {
  return async (caller) => {
    const { rights, version } = await clients.get(Identity).getGrant(
      {
        clientId: `service-${config.name}`,
        clientSecret: config.clientSecret,
        subject: caller.actor.id,
        stationId: caller.stationId,
      },
      publicCall(),
    );
    return { rights, version: Number(version) };
  };
}

function publicCall() {
  const requestId = randomUUID();
  return { token: '', requestId, correlationId: requestId };
}
