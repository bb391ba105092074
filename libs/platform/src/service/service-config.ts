import { databaseVariables, envName, readConfig, serviceVariables, sharedVariables } from '../config/config.js';
import type { DatabaseConfig } from '../database/database.js';
import type { ServiceDefinition } from './service-definition.js';

/** Settings of one running service, read once from the environment. */
export interface ServiceConfig {
  readonly name: string;
  readonly natsUrl: string;
  /** Of the service's own user, if it has one. */
  readonly natsPassword: string | undefined;
  readonly redisUrl: string;
  readonly rateLimitPerSecond: number;
  readonly trustedProxies: string;
  readonly prefix: string;
  readonly logLevel: string;
  readonly streamPrefix: string;
  readonly streamReplicas: number;
  readonly streamDuplicateSeconds: number;
  readonly takeoverSeconds: number;
  /** Address that servers bind: loopback unless a container says otherwise. */
  readonly listen: string;
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly clientSecret: string;
  readonly database: DatabaseConfig | undefined;
  /** gRPC address of another service. */
  readonly addressOf: (service: string) => string;
  readonly env: NodeJS.ProcessEnv;
}

/** @throws ConfigError naming every variable that is missing or malformed. */
export function serviceConfig(definition: ServiceDefinition, env: NodeJS.ProcessEnv): ServiceConfig {
  const { name, migrations } = definition;
  const own = readConfig(
    { ...serviceVariables(name, migrations !== undefined), ...definition.variables },
    env,
  ) as Record<string, string | number>;
  const shared = readConfig(sharedVariables, env);
  const value = (key: string) => own[`NAVETTE_${envName(name)}_${key}`];
  return {
    name,
    natsUrl: shared.NAVETTE_NATS_URL,
    natsPassword: value('NATS_PASSWORD') as string | undefined,
    redisUrl: shared.NAVETTE_REDIS_URL,
    rateLimitPerSecond: shared.NAVETTE_RATE_LIMIT_PER_SECOND,
    trustedProxies: shared.NAVETTE_TRUSTED_PROXIES ?? '',
    prefix: shared.NAVETTE_PREFIX,
    logLevel: shared.NAVETTE_LOG_LEVEL,
    streamPrefix: shared.NAVETTE_STREAM_PREFIX ?? shared.NAVETTE_PREFIX,
    streamReplicas: shared.NAVETTE_STREAM_REPLICAS,
    streamDuplicateSeconds: shared.NAVETTE_STREAM_DUPLICATE_SECONDS,
    takeoverSeconds: shared.NAVETTE_TAKEOVER_SECONDS,
    listen: shared.NAVETTE_LISTEN,
    grpcPort: (value('GRPC_PORT') as number | undefined) ?? 0,
    httpPort: value('HTTP_PORT') as number,
    clientSecret: value('CLIENT_SECRET') as string,
    database: migrations === undefined ? undefined : databaseConfig(name, env),
    addressOf: (service) => {
      const variable = `NAVETTE_${envName(service)}_GRPC_URL`;
      const address = env[variable];
      if (address === undefined) throw new Error(`${variable} is not set: ${name} calls ${service}`);
      return address;
    },
    env,
  };
}

/**
 * Where a service's database is, for the service itself and for its migrations and seeds.
 * @throws ConfigError naming every variable that is missing or malformed.
 */
export function databaseConfig(name: string, env: NodeJS.ProcessEnv): DatabaseConfig {
  const own = readConfig(databaseVariables(name), env) as Record<string, string | undefined>;
  const { NAVETTE_PREFIX: prefix } = readConfig({ NAVETTE_PREFIX: sharedVariables.NAVETTE_PREFIX }, env);
  const value = (key: string) => own[`NAVETTE_${envName(name)}_DATABASE_${key}`] as string;
  const owner = value('OWNER_PASSWORD') as string | undefined;
  return {
    service: name,
    prefix,
    url: value('URL'),
    passwords: {
      app: value('APP_PASSWORD'),
      engine: value('ENGINE_PASSWORD'),
      network: value('NETWORK_PASSWORD'),
      ...(owner !== undefined && { owner }),
    },
  };
}
