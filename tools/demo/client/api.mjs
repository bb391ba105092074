import { setTimeout as delay } from 'node:timers/promises';
import { interruption } from '../../dev/lib/cleanup.mjs';

/**
 * `/api/v1` as a browser would call it, with what a program needs beside: tokens renewed, commands repeated under the same
 * idempotency key until they are answered, the server's limits kept.
 */

const TRIES = 8;
const TIMEOUT_MS = 120_000;
const TOKEN_LIFE = 0.6;

/** A refusal (RFC 9457). */
export class Refused extends Error {
  name = 'Refused';

  /** @param {string} what @param {{ status: number, code?: string, title?: string, errors?: { pointer: string, code: string, title: string }[] }} problem */
  constructor(what, problem) {
    const fields = (problem.errors ?? []).map(({ pointer, title }) => `${pointer}: ${title}`);
    super([`${what}: ${problem.status} ${problem.code ?? ''}`, problem.title, ...fields].filter(Boolean).join(' · '));
    this.status = problem.status;
    this.code = problem.code ?? '';
    this.errors = problem.errors ?? [];
  }
}

/** @typedef {{ json?: unknown, bytes?: Buffer, type?: string }} Body */

export class Api {
  #base;
  #signIn;
  #token = '';
  #renewAt = 0;
  /** @type {Promise<void> | undefined} */
  #renewing;

  /**
   * @param {string} base without a slash at its end
   * @param {{ login: string, password: string }} signIn
   */
  constructor(base, signIn) {
    this.#base = base;
    this.#signIn = signIn;
  }

  /** @param {string} path @param {Record<string, string | number>} [query] @returns {Promise<any>} */
  async get(path, query = {}) {
    const answer = await this.#send('GET', `${path}${queryText(query)}`, {}, {});
    return answer.json();
  }

  /** @param {string} path @param {Record<string, string | number>} [query] @returns {Promise<Response>} */
  download(path, query = {}) {
    return this.#send('GET', `${path}${queryText(query)}`, {}, {});
  }

  /**
   * @param {string} path
   * @param {string} key makes the command the same one however often it is sent
   * @param {Body} [body]
   * @returns {Promise<any>}
   */
  async post(path, key, body = {}) {
    const answer = await this.#send('POST', path, { 'idempotency-key': key }, body);
    const text = await answer.text();
    return text === '' ? {} : JSON.parse(text);
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
    for (let cursor = ''; ; ) {
      const page = await this.get(path, { limit: 200, ...query, ...(cursor ? { cursor } : {}) });
      yield* page[field];
      cursor = page.nextCursor ?? '';
      if (cursor === '') return;
    }
  }

  /** @returns {Promise<string>} for a program of ours that reads for us */
  async token() {
    await this.#renew();
    return this.#token;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {Body} body
   */
  async #send(method, path, headers, { json, bytes, type = 'application/json' }) {
    const content = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
    for (let attempt = 1; ; attempt += 1) {
      interruption.signal.throwIfAborted();
      await this.#renew();
      const answer = await attempted(`${this.#base}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          'accept-language': 'en',
          authorization: `Bearer ${this.#token}`,
          ...(content === undefined ? {} : { 'content-type': type }),
          ...headers,
        },
        ...(content === undefined ? {} : { body: content }),
      });
      if (answer instanceof Response && answer.ok) return answer;
      const problem = await problemOf(answer);
      if (problem.status === 401) this.#renewAt = 0;
      if (attempt === TRIES || !isPassing(problem.status)) throw new Refused(`${method} ${path}`, problem);
      await delay(problem.retryAfterMs ?? Math.min(100 * 2 ** attempt, 5_000), undefined, { signal: interruption.signal });
    }
  }

  async #renew() {
    if (Date.now() < this.#renewAt) return;
    this.#renewing ??= this.#askToken().finally(() => (this.#renewing = undefined));
    await this.#renewing;
  }

  async #askToken() {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await attempted(`${this.#base}/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(this.#signIn),
      });
      if (answer instanceof Response && answer.ok) {
        const { accessToken, expiresInSeconds } = await answer.json();
        this.#token = accessToken;
        this.#renewAt = Date.now() + expiresInSeconds * 1_000 * TOKEN_LIFE;
        return;
      }
      const problem = await problemOf(answer);
      if (attempt === TRIES || !isPassing(problem.status)) throw new Refused('POST /session', problem);
      await delay(problem.retryAfterMs ?? 200 * attempt, undefined, { signal: interruption.signal });
    }
  }
}

/** @param {string} url @param {RequestInit} request @returns {Promise<Response | Error>} */
async function attempted(url, request) {
  try {
    return await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

/** @param {Response | Error} answer */
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

/** @param {Record<string, string | number>} query */
function queryText(query) {
  const entries = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return entries.length > 0 ? `?${new URLSearchParams(entries)}` : '';
}
