import { setTimeout as pause } from 'node:timers/promises';

/** Asked again well before it ends, so that no call is refused for a token that ended on its way. */
const TOKEN_MARGIN_MS = 30_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * @typedef {object} GatewayAnswer
 * @property {number} status
 * @property {any} body parsed JSON, undefined where there is none
 */

/** The gateway gave no answer for as long as we were willing to wait. */
export class GatewayUnreachable extends Error {
  name = 'GatewayUnreachable';
}

/** The gateway does not know us: waiting does not help. */
export class CredentialsRefused extends Error {
  name = 'CredentialsRefused';
}

/**
 * Calls of one machine client: gets its token by OAuth 2 client credentials, keeps it while it lasts, and repeats a call
 * that met a broken connection, a 5xx or a 429 until it is answered. A repeated command carries the same Idempotency-Key,
 * so it is done once.
 */
export class GatewayClient {
  #url;
  #clientId;
  #clientSecret;
  #patienceMs;
  /** @type {{ value: Promise<string>, until: number } | undefined} */
  #token;

  /**
   * @param {object} options
   * @param {string} options.gatewayUrl with its version, `https://gateway.example/v1`
   * @param {string} options.clientId
   * @param {string} options.clientSecret
   * @param {number} [options.patienceSeconds] how long a call is repeated before it fails; 120
   */
  constructor({ gatewayUrl, clientId, clientSecret, patienceSeconds = 120 }) {
    this.#url = gatewayUrl.replace(/\/+$/, '');
    this.#clientId = clientId;
    this.#clientSecret = clientSecret;
    this.#patienceMs = patienceSeconds * 1_000;
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {string} idempotencyKey
   * @returns {Promise<GatewayAnswer>} whatever the gateway decided
   */
  post(path, body, idempotencyKey) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
    return this.#authorised(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** @param {string} path @returns {Promise<GatewayAnswer>} */
  get(path) {
    return this.#authorised(path, { headers: {} });
  }

  /** @param {string} path @param {RequestInit} init */
  async #authorised(path, init) {
    const call = (/** @type {string} */ token) => {
      const headers = { ...init.headers, authorization: `Bearer ${token}` };
      return this.#patiently(path, { ...init, headers });
    };
    const token = await this.#accessToken();
    const answer = await call(token);
    if (answer.status !== 401) return answer;
    // Ended, or its key was changed: one new token tells, which a call beside this one may have got already.
    if ((await this.#accessToken()) === token) this.#token = undefined;
    return call(await this.#accessToken());
  }

  /** @returns {Promise<string>} */
  #accessToken() {
    if (this.#token === undefined || this.#token.until < Date.now()) {
      const value = this.#fetchToken();
      this.#token = { value, until: Infinity };
      value.catch(() => (this.#token = undefined));
    }
    return this.#token.value;
  }

  async #fetchToken() {
    const { status, body } = await this.#patiently('/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: this.#clientId,
        client_secret: this.#clientSecret,
      }),
    });
    if (status !== 200) throw new CredentialsRefused(`${status} ${body?.error ?? ''}`.trim());
    if (this.#token) this.#token.until = Date.now() + body.expires_in * 1_000 - TOKEN_MARGIN_MS;
    return /** @type {string} */ (body.access_token);
  }

  /** Repeats a call until it is answered. @param {string} path @param {RequestInit} init @returns {Promise<GatewayAnswer>} */
  async #patiently(path, init) {
    const giveUpAt = Date.now() + this.#patienceMs;
    let wait = FIRST_PAUSE_MS;
    for (;;) {
      const { answer, retryAfterMs, why } = await this.#once(path, init);
      if (answer) return answer;
      // Spread, so that many callers do not come back at the same instant.
      const ms = retryAfterMs ?? wait * (0.75 + Math.random() / 2);
      if (Date.now() + ms > giveUpAt) throw new GatewayUnreachable(`${path}: ${why}`);
      await pause(ms);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  }

  /** @param {string} path @param {RequestInit} init */
  async #once(path, init) {
    try {
      const response = await fetch(`${this.#url}${path}`, init);
      const text = await response.text();
      if (response.status >= 500 || response.status === 429) {
        const seconds = Number(response.headers.get('retry-after') ?? NaN);
        const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
        return { answer: undefined, retryAfterMs, why: String(response.status) };
      }
      return { answer: { status: response.status, body: text === '' ? undefined : JSON.parse(text) }, why: '' };
    } catch (error) {
      const { message, cause } = /** @type {Error & { cause?: { code?: string } }} */ (error);
      return { answer: undefined, why: cause?.code ?? message };
    }
  }
}
