import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 6;

/** The little of `/api/v1` that a supplier looks at. */
export class OrdersApi {
  #url;
  #token;

  /** @param {string} url @param {string} token */
  constructor(url, token) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /** @returns {Promise<string[]>} ids */
  async sentOrders() {
    /** @type {string[]} */
    const ids = [];
    for (let cursor = ''; ;) {
      const query = new URLSearchParams({ 'filter[state][eq]': 'sent', limit: '200', ...(cursor ? { cursor } : {}) });
      const page = await this.#get(`/supplier-orders?${query}`);
      ids.push(...page.orders.map((/** @type {{ id: string }} */ { id }) => id));
      cursor = page.nextCursor;
      if (cursor === '') return ids;
    }
  }

  /** @param {string} id @returns {Promise<import('./despatch-rows.mjs').SupplierOrder>} */
  order(id) {
    return this.#get(`/supplier-orders/${id}`);
  }

  /** @param {string} path @returns {Promise<any>} */
  async #get(path) {
    for (let tried = 1; ; tried += 1) {
      const answer = await fetch(`${this.#url}${path}`, { headers: { authorization: `Bearer ${this.#token}` } });
      if (answer.ok) return answer.json();
      const body = await answer.text();
      if (tried === TRIES || (answer.status !== 429 && answer.status < 500)) {
        throw new Error(`GET ${path}: ${answer.status} ${body}`);
      }
      await pause(Number(answer.headers.get('retry-after') ?? 1) * 1_000);
    }
  }
}
