import { Exit, Stop } from '../lib/exit.mjs';
import { isAtLeast, requirements } from './versions.mjs';
import { describe } from './install.mjs';
import { listens, natsInfo, redisInfo } from './wire.mjs';

/**
 * Servers named by the environment: we start nothing and stop nothing, and keep to our prefix.
 *
 * @typedef {import('./versions.mjs').Kind} Kind
 */

const defaultPorts = { postgres: 5432, nats: 4222, redis: 6379 };
const schemes = { postgres: /^postgres(ql)?:$/, nats: /^nats:$/, redis: /^rediss?:$/ };

/** @param {Kind} kind */
export const variableOf = (kind) => `NAVETTE_${kind.toUpperCase()}_URL`;

/**
 * @param {Kind} kind
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ host: string, port: number, user: string, password: string, url: string } | null}
 */
export function externalAddress(kind, env = process.env) {
  const text = env[variableOf(kind)];
  if (!text) return null;
  const [url] = /** @type {[URL, ...URL[]]} */ (addresses(kind, text));
  return {
    ...where(kind, url),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    url: text,
  };
}

/** NATS may be several servers, a comma between them; the others are one. @param {Kind} kind @param {string} text */
const addresses = (kind, text) => (kind === 'nats' ? text.split(',') : [text]).map((one) => parse(kind, one));

/** @param {Kind} kind @param {URL} url */
const where = (kind, url) => ({
  host: url.hostname.replace(/^\[|\]$/g, ''),
  port: url.port ? Number(url.port) : defaultPorts[kind],
});

/** @param {Kind} kind @param {string} text */
function parse(kind, text) {
  const usage = `${variableOf(kind)} must look like ${kind}://user:password@host:${defaultPorts[kind]}`;
  if (!URL.canParse(text)) throw new Stop(Exit.usage, usage);
  const url = new URL(text);
  if (!schemes[kind].test(url.protocol) || !url.hostname) throw new Stop(Exit.usage, usage);
  return url;
}

/**
 * Its version, or null where only a client library could ask (PostgreSQL: migrations look at it).
 *
 * @param {Kind} kind
 * @param {{ host: string, port: number, user: string, password: string, url: string }} address
 */
export async function checkExternal(kind, address) {
  const version = await reach(kind, address);
  if (version && !isAtLeast(version, requirements[kind].minimum)) {
    throw new Stop(Exit.missing, `${variableOf(kind)} is version ${version}; ${describe(kind)} is needed`);
  }
  return version;
}

/** @param {Kind} kind @param {{ host: string, port: number, user: string, password: string, url: string }} address */
async function reach(kind, address) {
  try {
    // One of a cluster that answers is enough: the others may be away for a while.
    if (kind === 'nats')
      return (await firstOf(addresses(kind, address.url).map((url) => natsInfo(where(kind, url))))).version;
    if (kind === 'redis') return (await redisInfo(address))['redis_version'] ?? null;
  } catch (error) {
    throw new Stop(Exit.missing, `${variableOf(kind)}: ${error instanceof Error ? error.message : error}`);
  }
  if (await listens(address.host, address.port)) return null;
  throw new Stop(Exit.missing, `${variableOf(kind)}: nothing listens at ${address.host}:${address.port}`);
}

/** The first to succeed, or the first one's failure. @template T @param {Promise<T>[]} attempts */
const firstOf = (attempts) => Promise.any(attempts).catch(() => /** @type {Promise<T>} */ (attempts[0]));
