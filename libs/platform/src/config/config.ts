import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

/** One environment variable: what it means, how it is checked, whether it is a secret (then `<NAME>_FILE` works too). */
export interface Variable<T = unknown> {
  readonly schema: z.ZodType<T>;
  readonly about: string;
  readonly secret?: boolean;
}

export type Variables = Record<string, Variable>;
type Values<V extends Variables> = { [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

/** Everything wrong with an environment at once, so that a deployment is mended in one go. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`configuration refused:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads and checks environment variables. Keys of `variables` are full names (`NAVETTE_NATS_URL`).
 * @throws ConfigError naming every missing or malformed variable.
 */
export function readConfig<V extends Variables>(variables: V, env: NodeJS.ProcessEnv): Values<V> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const parsed = variable.schema.safeParse(read(name, variable, env, problems));
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')} (${variable.about})`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Values<V>;
}

function read(name: string, variable: Variable, env: NodeJS.ProcessEnv, problems: string[]): string | undefined {
  const file = variable.secret ? env[`${name}_FILE`] : undefined;
  // A variable set to nothing is a variable not set: a port of '' must not become 0.
  if (!file) return env[name] || undefined;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    problems.push(`${name}_FILE: ${(error as Error).message}`);
    return undefined;
  }
}

export const port = z.coerce.number().int().min(0).max(65_535);
export const url = z.url();
export const text = z.string().min(1);

const urls = z
  .string()
  .refine((list) => list.split(',').every((one) => URL.canParse(one)), 'must be a URL, or several with commas between');

/** Names that Express knows, addresses, and networks as address/bits. */
const isNetwork = (one: string) =>
  /^(loopback|linklocal|uniquelocal)$/.test(one) || isIP(one.replace(/\/\d{1,3}$/, '')) !== 0;

/** Variables shared by every service. */
export const sharedVariables = {
  NAVETTE_NATS_URL: {
    schema: urls,
    about:
      'address of NATS, of a cluster every address with commas between; with user and password for `migrate`, and for services without a user of their own',
    secret: true,
  },
  NAVETTE_REDIS_URL: { schema: url, about: 'address of Redis, with its password', secret: true },
  NAVETTE_RATE_LIMIT_PER_SECOND: {
    schema: z.coerce.number().int().min(1).default(200),
    about: 'requests per second that one caller may send to an HTTP edge, averaged over ten seconds',
  },
  NAVETTE_TRUSTED_PROXIES: {
    schema: z
      .string()
      .refine((list) => list.split(',').every(isNetwork), 'must be addresses or networks with commas between')
      .optional(),
    about:
      'proxies before the HTTP edges, with commas between (`10.0.0.0/8`, `loopback`): the address that one of them names counts as the caller’s; without it, everybody behind a proxy shares one limit',
  },
  NAVETTE_PREFIX: {
    schema: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,20}$/)
      .default('navette'),
    about: 'prefix of databases, roles, streams and keys on servers that we share with others',
  },
  NAVETTE_STREAM_PREFIX: {
    schema: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,20}$/)
      .optional(),
    about: 'prefix of streams alone, where it differs from NAVETTE_PREFIX',
  },
  NAVETTE_STREAM_REPLICAS: {
    schema: z.coerce.number().int().min(1).max(5).default(1),
    about: 'copies of each JetStream stream; 3 on a cluster',
  },
  NAVETTE_STREAM_DUPLICATE_SECONDS: {
    schema: z.coerce.number().min(1).max(86_400).default(600),
    about: 'seconds for which JetStream itself drops a message that is published again; after them the inbox does',
  },
  NAVETTE_TAKEOVER_SECONDS: {
    schema: z.coerce.number().min(1).max(600).default(15),
    about: 'seconds after which what a dead copy of a service had in hand is taken up by another',
  },
  NAVETTE_LISTEN: {
    schema: z.string().default('127.0.0.1'),
    about: 'address that servers bind; 0.0.0.0 in a container',
  },
  NAVETTE_LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    about: 'least severe log line written',
  },
} satisfies Variables;

/** Upper-case form of a service's name in variables: `device-gateway` → `DEVICE_GATEWAY`. */
export function envName(service: string): string {
  return service.toUpperCase().replaceAll('-', '_');
}

/** Variables of one service; `database` false for the HTTP edge. */
export function serviceVariables(service: string, database: boolean): Variables {
  const name = `NAVETTE_${envName(service)}`;
  return {
    [`${name}_HTTP_PORT`]: { schema: port, about: 'port of /healthz, /readyz, /metrics and of HTTP routes, if any' },
    [`${name}_CLIENT_SECRET`]: { schema: text, about: 'client secret of the service at identity', secret: true },
    [`${name}_NATS_PASSWORD`]: {
      schema: text.optional(),
      about: 'password of its own NATS user, as `nats-users` declares it; without, the user of NAVETTE_NATS_URL',
      secret: true,
    },
    ...(database && {
      [`${name}_GRPC_PORT`]: { schema: port, about: 'port of the gRPC server' },
      ...databaseVariables(service),
    }),
  };
}

/** Variables of a service's database. */
export function databaseVariables(service: string): Variables {
  const name = `NAVETTE_${envName(service)}_DATABASE`;
  const password = (role: string): Variable => ({ schema: text, about: `password of the ${role} role`, secret: true });
  return {
    [`${name}_URL`]: { schema: url, about: 'address of the database, without credentials' },
    [`${name}_OWNER_PASSWORD`]: {
      schema: text.optional(),
      about: 'password of the owner role; for migrations alone, a running service is not given it',
      secret: true,
    },
    [`${name}_APP_PASSWORD`]: password('app'),
    [`${name}_ENGINE_PASSWORD`]: password('engine'),
    [`${name}_NETWORK_PASSWORD`]: password('network'),
  };
}
