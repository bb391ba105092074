import { databasePart, databaseRoles, services, variablePart } from './services.mjs';

/**
 * The one place where the environment of the services is made: `up`, tests and benchmarks all go through it.
 *
 * @typedef {import('./servers/index.mjs').ServerAddress} ServerAddress
 * @typedef {import('./secrets.mjs').Secrets} Secrets
 */

const HOST = '127.0.0.1';

export const defaultPrefix = 'navette';

/**
 * Names of the ports that services listen on, in the form `<service>.<what>`.
 *
 * @returns {string[]}
 */
export function servicePorts() {
  return services.flatMap(({ name, database }) => [...(database ? [`${name}.grpc`] : []), `${name}.http`]);
}

/**
 * @param {object} options
 * @param {{ postgres: ServerAddress, nats: ServerAddress, redis: ServerAddress, smtp?: ServerAddress }} options.servers
 * @param {Secrets} options.secrets
 * @param {Record<string, number>} options.ports by the names of {@link servicePorts}
 * @param {string} [options.prefix] of databases, roles, streams and keys
 * @returns {Record<string, string>}
 */
export function environment({ servers, secrets, ports, prefix = process.env['NAVETTE_PREFIX'] || defaultPrefix }) {
  const shared = {
    NAVETTE_PREFIX: prefix,
    NAVETTE_NATS_URL: servers.nats.url,
    NAVETTE_REDIS_URL: servers.redis.url,
    // With the superuser's rights: for migrations alone.
    NAVETTE_ADMIN_DATABASE_URL: servers.postgres.url,
    NAVETTE_SEED_USER_LOGIN: secrets.signIn.login,
    NAVETTE_SEED_USER_PASSWORD: secrets.signIn.password,
    NAVETTE_SEED_MANUFACTURER_CLIENT_SECRET: secrets.manufacturerClient,
    ...(servers.smtp
      ? { NAVETTE_SEED_SMTP_HOST: servers.smtp.host, NAVETTE_SEED_SMTP_PORT: String(servers.smtp.port) }
      : {}),
  };
  const own = services.map((service) => serviceVariables(service, { servers, secrets, ports, prefix }));
  return Object.assign(shared, ...own);
}

/**
 * @param {import('./services.mjs').Service} service
 * @param {{ servers: { postgres: ServerAddress, nats: ServerAddress }, secrets: Secrets, ports: Record<string, number>, prefix: string }} given
 */
function serviceVariables({ name, database }, { servers, secrets, ports, prefix }) {
  /** @type {Record<string, string>} */
  const variables = {
    CLIENT_SECRET: secrets.clients[name] ?? '',
    SECRET_KEY: secrets.keys[name] ?? '',
    HTTP_PORT: String(ports[`${name}.http`]),
    ...(servers.nats.userFolders ? { NATS_PASSWORD: secrets.nats[name] ?? '' } : {}),
  };
  variables['HTTP_URL'] = `http://${HOST}:${ports[`${name}.http`]}`;
  // Where mailed links lead.
  if (name === 'notifications') variables['PAGES_URL'] = `http://${HOST}:${ports['api.http']}`;
  if (database) {
    variables['GRPC_PORT'] = String(ports[`${name}.grpc`]);
    variables['GRPC_URL'] = `${HOST}:${ports[`${name}.grpc`]}`;
    variables['DATABASE_URL'] = databaseUrl(servers.postgres.url, `${prefix}_${databasePart(name)}`);
    for (const role of databaseRoles) {
      variables[`DATABASE_${role.toUpperCase()}_PASSWORD`] = secrets.databases[name]?.[role] ?? '';
    }
  }
  return Object.fromEntries(
    Object.entries(variables).map(([variable, value]) => [`NAVETTE_${variablePart(name)}_${variable}`, value]),
  );
}

/** The same server and settings, another database, and nobody's credentials. @param {string} admin @param {string} database */
function databaseUrl(admin, database) {
  const url = new URL(admin);
  url.username = '';
  url.password = '';
  url.pathname = `/${database}`;
  return url.href;
}
