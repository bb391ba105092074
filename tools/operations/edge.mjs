import { join } from 'node:path';
import { readJson } from '../dev/lib/files.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { stateDir } from '../dev/lib/paths.mjs';
import { services } from '../dev/services.mjs';

/** Services that answer operators' calls: each with a database has sagas and dead letters of its own. */
export const operated = services.filter(({ database }) => database).map(({ name }) => name);

/**
 * The HTTP edge of the system that is up, signed in as its demo user.
 *
 * @param {string} dir where `run.json` is
 */
export async function signIn(dir = process.env['NAVETTE_STATE_DIR'] ?? stateDir) {
  /** @type {{ api: string, signIn: { login: string, password: string } } | null} */
  const run = readJson(join(dir, 'run.json'));
  if (run === null) throw new Stop(Exit.failed, 'nothing runs here: ./navette up starts it');
  const { api, signIn: credentials } = run;
  const { accessToken } = await ask(`${api}/session`, { body: credentials });
  return {
    /** @param {string} path below `/operations` @param {Record<string, string>} [query] */
    read: (path, query = {}) => ask(urlOf(api, path, query), { token: accessToken }),
    /** @param {string} path below `/operations` @param {object} [body] */
    command: (path, body = {}) => ask(urlOf(api, path), { token: accessToken, body }),
  };
}

/** @typedef {Awaited<ReturnType<typeof signIn>>} Edge */

/** @param {string} api @param {string} path @param {Record<string, string>} [query] */
function urlOf(api, path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return `${api}/operations/${path}${search === '' ? '' : `?${search}`}`;
}

/** @typedef {{ pointer: string, title: string }} Problem of one field */

/** @param {string} url @param {{ token?: string, body?: object }} [options] @returns {Promise<any>} */
async function ask(url, { token, body } = {}) {
  const headers = {
    accept: 'application/json',
    'accept-language': 'en',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' }),
  };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(url, init).catch((/** @type {Error & { cause?: Error }} */ error) => {
    throw new Stop(Exit.failed, `the API does not answer (${error.cause?.message ?? error.message}): ./navette up`);
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const fields = (answer.errors ?? []).map((/** @type {Problem} */ { pointer, title }) => `${pointer} ${title}`);
  throw new Refusal(response.status, [answer.title ?? `HTTP ${response.status}`, ...fields].join('\n  '));
}

/** What the API answered instead. */
export class Refusal extends Stop {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(Exit.failed, message);
    this.status = status;
  }
}

/** One service that does not answer must not hide the others. @param {unknown} error @returns {error is Refusal} */
export const isAway = (error) => error instanceof Refusal && error.status >= 500;

/**
 * Asks services one after the other for the thing with an id; which one has it and what it is. Ids are unique over all.
 *
 * @param {Edge} edge @param {readonly string[]} names @param {(service: string) => string} pathOf
 */
export async function find(edge, names, pathOf) {
  /** @type {Refusal[]} */
  const refusals = [];
  for (const service of names) {
    try {
      return { service, found: await edge.read(pathOf(service)) };
    } catch (error) {
      if (!(error instanceof Refusal) || (error.status !== 404 && !isAway(error))) throw error;
      refusals.push(error);
    }
  }
  // Where a service could not be asked, "it does not exist" would be more than we know.
  throw refusals.find(isAway) ?? refusals.at(-1) ?? new Stop(Exit.failed, 'no service is operated');
}
