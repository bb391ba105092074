import { setTimeout as delay } from 'node:timers/promises';
import { interruption } from '../../dev/lib/cleanup.mjs';

/**
 * `/api/v1` as a program should call it: tokens renewed, commands repeated under the same idempotency key until
 * they are answered, the server's limits kept.
 */

const TRIES = 8;
const TIMEOUT_MS = 120_000;
/** Of a token's life, after which a new one is asked for. */
const FRESH = 0.6;

/** A refusal (RFC 9457). */
export class Refused extends Error {
  name = 'Refused';

  /** @param {string} what @param {Problem} problem */
  constructor(what, problem) {
    const fields = (problem.errors ?? []).map(({ pointer, title }) => `${pointer}: ${title}`);
    super([`${what}: ${problem.status} ${problem.code ?? ''}`, problem.title, ...fields].filter(Boolean).join(' · '));
    this.status = problem.status;
    this.code = problem.code ?? '';
    this.params = problem.params ?? {};
    /** What is wrong, in one line. */
    this.reason = [problem.code || problem.title, ...fields].join(' · ');
  }
}

/**
 * @typedef {{ status: number, code?: string, title?: string, params?: Record<string, any>, retryAfterMs?: number,
 *   errors?: { pointer: string, code: string, title: string }[] }} Problem
 * @typedef {{ json?: unknown, bytes?: Buffer, type?: string, seen?: { id: string, version: string } }} Body `seen`: what an
 *   edit starts from
 */

export class StationApi {
  #base;
  #signIn;
  #token = '';
  #renewAt = 0;
  /** @type {Promise<void> | undefined} */
  #renewing;

  /**
   * @param {string} base without a slash at its end
   * @param {{ login: string, password: string }} signIn of a person
   */
  constructor(base, signIn) {
    this.#base = base;
    this.#signIn = signIn;
  }

  /** @param {string} path @param {Record<string, string | number>} [query] @returns {Promise<any>} */
  async get(path, query = {}) {
    const answer = await this.#send('GET', withQuery(path, query), {}, {});
    return answer.json();
  }

  /** @param {string} path @param {Record<string, string | number>} [query] @returns {Promise<Response>} */
  download(path, query = {}) {
    return this.#send('GET', withQuery(path, query), {}, {});
  }

  /**
   * @param {string} path
   * @param {string} key makes the command the same one however often it is sent
   * @param {Body} [body]
   * @returns {Promise<any>}
   * @throws {Refused}
   */
  async post(path, key, body = {}) {
    const answer = await this.#send('POST', path, { 'idempotency-key': key }, body);
    return answer.json();
  }

  /** As `post`. @param {string} path @param {string} key @param {Body} [body] @returns {Promise<any>} @throws {Refused} */
  async put(path, key, body = {}) {
    const answer = await this.#send('PUT', path, { 'idempotency-key': key }, body);
    return answer.json();
  }

  /**
   * Every item of a list, page by page.
   *
   * @param {string} path
   * @param {string} field of the page that holds the items
   * @param {Record<string, string | number>} [query]
   * @returns {AsyncGenerator<any>}
   */
  async *list(path, field, query = {}) {
    for (let cursor = ''; ;) {
      const page = await this.get(path, { limit: 200, ...query, ...(cursor ? { cursor } : {}) });
      yield* page[field];
      cursor = page.nextCursor ?? '';
      if (cursor === '') return;
    }
  }

  /** @returns {Promise<string>} for another program that calls for us */
  async token() {
    await this.#renew();
    return this.#token;
  }

  /** @returns {Promise<string>} id of the station that it acts in */
  async station() {
    const [, claims = ''] = (await this.token()).split('.');
    return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')).station;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {Body} body
   */
  #send(method, path, headers, { json, bytes, type = 'application/json', seen }) {
    const content = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
    return repeated(`${method} ${path}`, async () => {
      await this.#renew();
      const answer = await attempt(`${this.#base}${path}`, {
        method,
        headers: {
          'accept-language': 'en',
          authorization: `Bearer ${this.#token}`,
          ...(content === undefined ? {} : { 'content-type': type }),
          ...(seen && { 'if-match': `"${seen.id}.${seen.version}"` }),
          ...headers,
        },
        body: /** @type {BodyInit | null} */ (content ?? null),
      });
      if (answer instanceof Response && answer.status === 401) this.#renewAt = 0;
      return answer;
    });
  }

  async #renew() {
    if (Date.now() < this.#renewAt) return;
    this.#renewing ??= this.#askToken().finally(() => (this.#renewing = undefined));
    await this.#renewing;
  }

  async #askToken() {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.#signIn),
    };
    const answer = await repeated('POST /session', () => attempt(`${this.#base}/session`, request), [401]);
    const { accessToken, expiresInSeconds } = await answer.json();
    this.#token = accessToken;
    this.#renewAt = Date.now() + expiresInSeconds * 1_000 * FRESH;
  }
}

/**
 * @param {string} what
 * @param {() => Promise<Response | Error>} ask
 * @param {number[]} [final] answers that another try does not change here
 */
async function repeated(what, ask, final = []) {
  for (let tried = 1; ; tried += 1) {
    interruption.signal.throwIfAborted();
    const answer = await ask();
    if (answer instanceof Response && answer.ok) return answer;
    const problem = await problemOf(answer);
    if (tried === TRIES || !isPassing(problem.status) || final.includes(problem.status))
      throw new Refused(what, problem);
    const wait = problem.retryAfterMs ?? Math.min(100 * 2 ** tried, 5_000);
    await delay(wait, undefined, { signal: interruption.signal });
  }
}

/** @param {string} url @param {RequestInit} request @returns {Promise<Response | Error>} */
async function attempt(url, request) {
  try {
    return await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/** @param {Response | Error} answer @returns {Promise<Problem>} */
async function problemOf(answer) {
  if (answer instanceof Error) {
    const cause = /** @type {{ cause?: Error }} */ (answer).cause;
    return { status: 0, title: cause?.message ?? answer.message };
  }
  const retryAfter = Number(answer.headers.get('retry-after'));
  const body = await answer.json().catch(() => ({}));
  return { ...body, status: answer.status, ...(retryAfter > 0 ? { retryAfterMs: retryAfter * 1_000 } : {}) };
}

/** What may be different a moment later. @param {number} status */
const isPassing = (status) => [0, 401, 429, 502, 503, 504].includes(status);

/** @param {string} path @param {Record<string, string | number>} query */
function withQuery(path, query) {
  const entries = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return entries.length > 0 ? `${path}?${new URLSearchParams(entries)}` : path;
}
