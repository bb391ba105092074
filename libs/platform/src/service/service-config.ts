import { envName, readConfig, serviceVariables, sharedVariables } from '../config/config.js';
import type { DatabaseConfig } from '../database/database.js';
import type { ServiceDefinition } from './service-definition.js';

/** Settings of one running service, read once from the environment. */
export interface ServiceConfig {
  readonly name: string;
  readonly natsUrl: string;
  readonly prefix: string;
  readonly logLevel: string;
  readonly streamPrefix: string;
  readonly streamReplicas: number;
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
  const own = readConfig(serviceVariables(name, migrations !== undefined), env) as Record<string, string | number>;
  const shared = readConfig(sharedVariables, env);
  const value = (key: string) => own[`NAVETTE_${envName(name)}_${key}`];
  return {
    name,
    natsUrl: shared.NAVETTE_NATS_URL,
    prefix: shared.NAVETTE_PREFIX,
    logLevel: shared.NAVETTE_LOG_LEVEL,
    streamPrefix: shared.NAVETTE_STREAM_PREFIX ?? shared.NAVETTE_PREFIX,
    streamReplicas: shared.NAVETTE_STREAM_REPLICAS,
    grpcPort: (value('GRPC_PORT') as number | undefined) ?? 0,
    httpPort: value('HTTP_PORT') as number,
    clientSecret: value('CLIENT_SECRET') as string,
    database:
      migrations === undefined
        ? undefined
        : {
            service: name,
            prefix: shared.NAVETTE_PREFIX,
            url: value('DATABASE_URL') as string,
            passwords: {
              app: value('DATABASE_APP_PASSWORD') as string,
              engine: value('DATABASE_ENGINE_PASSWORD') as string,
              network: value('DATABASE_NETWORK_PASSWORD') as string,
              ...ownerPassword(name, env),
            },
          },
    addressOf: (service) => {
      const variable = `NAVETTE_${envName(service)}_GRPC_URL`;
      const address = env[variable];
      if (address === undefined) throw new Error(`${variable} is not set: ${name} calls ${service}`);
      return address;
    },
    env,
  };
}

/** Migrations alone need it; a running service is not given it. */
function ownerPassword(name: string, env: NodeJS.ProcessEnv): { owner?: string } {
  const password = env[`NAVETTE_${envName(name)}_DATABASE_OWNER_PASSWORD`];
  return password === undefined ? {} : { owner: password };
}
