/**
 * A manufacturer's system as Navette sees it: it talks to the public API of the gateway and to nothing else (GW-5).
 * Under Apache-2.0, as the contract, so that a manufacturer may build on it.
 */
import { createHash } from 'node:crypto';
import { GatewayClient } from './gateway-client.mjs';

export { CredentialsRefused, GatewayClient, GatewayUnreachable } from './gateway-client.mjs';

/**
 * @typedef {object} MissionOrder body of `POST /v1/mission-orders`
 * @property {string} station code of the station
 * @property {string} number the sender's, one order for each number and station
 * @property {{ name: string, [field: string]: unknown }} consumer
 * @property {{ category: string, [field: string]: unknown }} appliance
 * @property {string} [symptom]
 * @property {string} [comment]
 * @property {boolean} [underWarranty]
 * @property {'workshop' | 'home'} [kind]
 */

/**
 * @typedef {object} Refusal
 * @property {string} number
 * @property {number} status
 * @property {string} code error code of the problem
 * @property {{ pointer: string, code: string }[]} fields those that were not accepted
 */

/**
 * @typedef {object} Progress
 * @property {MissionOrder} order the one just answered
 * @property {string} [id] of the accepted order
 * @property {Refusal} [refusal]
 * @property {number} accepted so far
 * @property {number} refused so far
 */

/**
 * Sends mission orders, several at a time. What one key names is one order: sending the same orders again, after a crash
 * on either side or in a later run, makes nothing twice and answers with the same ids.
 *
 * @param {object} options
 * @param {string} options.gatewayUrl with its version, `https://gateway.example/v1`
 * @param {string} options.clientId
 * @param {string} options.clientSecret
 * @param {AsyncIterable<MissionOrder> | Iterable<MissionOrder>} options.orders read as they are sent, never all at once
 * @param {number} [options.concurrency] orders under way at a time; 8
 * @param {number} [options.patienceSeconds] how long one order is tried while the gateway does not answer; 120
 * @param {(progress: Progress) => void} [options.onProgress] after each order
 * @returns {Promise<{ accepted: Map<string, string>, refused: Refusal[] }>} ids of the accepted orders by their number
 * @throws {GatewayUnreachable} when one order was not answered in time; those not sent yet are not sent
 * @throws {CredentialsRefused}
 */
export async function sendMissionOrders({ orders, concurrency = 8, onProgress = () => {}, ...connection }) {
  const client = new GatewayClient(connection);
  /** @type {Map<string, string>} */
  const accepted = new Map();
  /** @type {Refusal[]} */
  const refused = [];
  const source = Symbol.asyncIterator in orders ? orders[Symbol.asyncIterator]() : orders[Symbol.iterator]();
  let failed = false;

  const worker = async () => {
    while (!failed) {
      const next = await source.next();
      if (next.done) return;
      const order = next.value;
      const { status, body } = await client.post('/mission-orders', order, keyOf(order));
      const id = idOf(status, body);
      const refusal = id === undefined ? refusalOf(order, status, body) : undefined;
      if (id !== undefined) accepted.set(order.number, id);
      if (refusal !== undefined) refused.push(refusal);
      onProgress({ order, id, refusal, accepted: accepted.size, refused: refused.length });
    }
  };
  const guarded = () =>
    worker().catch((error) => {
      failed = true;
      throw error;
    });
  const results = await Promise.allSettled(Array.from({ length: concurrency }, guarded));
  await source.return?.();
  const failure = results.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
  return { accepted, refused };
}

/** Idempotency-Key of an order: a digest, since a header takes ASCII alone. @param {MissionOrder} order */
function keyOf({ station, number }) {
  return createHash('sha256').update(`${station}\n${number}`).digest('hex');
}

/** @param {number} status @param {any} body @returns {string | undefined} */
function idOf(status, body) {
  if (status === 202) return body.id;
  // Sent before, under another key or so long ago that the key is forgotten.
  if (body?.code === 'device-gateway.mission-order.number-known') return body.params.id;
  return undefined;
}

/** @param {MissionOrder} order @param {number} status @param {any} body @returns {Refusal} */
function refusalOf({ number }, status, body) {
  const fields = (body?.errors ?? []).map((/** @type {any} */ { pointer, code }) => ({ pointer, code }));
  return { number, status, code: body?.code ?? '', fields };
}
