/**
 * What callers hold of a server, wherever it comes from.
 *
 * @typedef {import('./index.mjs').Server} Server
 * @typedef {import('./index.mjs').ServerKind} ServerKind
 * @typedef {{ user: string, password: string }} Login
 */

const HOST = '127.0.0.1';

/** @type {Record<ServerKind, (login: Login, port: number) => string>} */
const urls = {
  postgres: ({ user, password }, port) => `postgres://${user}:${password}@${HOST}:${port}/postgres`,
  nats: ({ user, password }, port) => `nats://${user}:${password}@${HOST}:${port}`,
  redis: ({ password }, port) => `redis://:${password}@${HOST}:${port}`,
  smtp: (_login, port) => `smtp://${HOST}:${port}`,
};

/**
 * A server we started; its pid and start time are those of now, also after a restart.
 *
 * @param {ServerKind} kind
 * @param {Login} login
 * @param {string | null} version
 * @param {import('./launch.mjs').Lifecycle} lifecycle
 * @param {{ store?: string, userFolders?: { dir: string, monitorPort: number }[] }} extra
 * @returns {Server}
 */
export function localHandle(kind, login, version, lifecycle, extra) {
  const { port = 0, monitorPort } = lifecycle.ports;
  const { stop, kill9, restart } = lifecycle;
  return {
    ...{ kind, origin: 'started', version, host: HOST, port, ...login, url: urls[kind](login, port), ...extra },
    ...(monitorPort === undefined ? {} : { monitorPort }),
    get pid() {
      return lifecycle.id().pid;
    },
    get startTime() {
      return lifecycle.id().startTime;
    },
    ...{ stop, kill9, restart },
  };
}

/**
 * @param {ServerKind} kind
 * @param {Login} login
 * @param {{ port: number, stop: () => Promise<void>, kill9: () => Promise<void>, restart: () => Promise<void> }} container
 * @returns {Server}
 */
export function containerHandle(kind, login, container) {
  const url = urls[kind](login, container.port);
  return {
    kind,
    origin: 'container',
    version: null,
    host: HOST,
    ...login,
    url,
    pid: null,
    startTime: null,
    ...container,
  };
}

/**
 * A server that is not ours: nothing here ends it.
 *
 * @param {ServerKind} kind
 * @param {{ host: string, port: number, user: string, password: string, url: string }} address
 * @param {string | null} version
 * @returns {Server}
 */
export function externalHandle(kind, address, version) {
  const refuse = async () => {
    throw new Error(`the ${kind} server comes from the environment: it is not ours to end`);
  };
  return {
    ...{ kind, origin: 'environment', version, ...address, pid: null, startTime: null },
    stop: async () => {},
    ...{ kill9: refuse, restart: refuse },
  };
}

/**
 * Addresses alone, fit for JSON: what another process needs to know.
 *
 * @param {Partial<Record<ServerKind, Server>>} servers
 */
export function addressesOf(servers) {
  const kinds = /** @type {ServerKind[]} */ (Object.keys(urls)).filter((kind) => servers[kind]);
  return Object.fromEntries(kinds.map((kind) => [kind, address(/** @type {Server} */ (servers[kind]))]));
}

/** @param {Server} server */
function address({ stop: _stop, kill9: _kill9, restart: _restart, ...rest }) {
  return rest;
}
