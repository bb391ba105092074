import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below Linux's range for outgoing connections (32768 and up): inside it, a client that keeps dialling a stopped
// server's port may be given that very port as its own and connect to itself.
const LOWEST = 20_000;
const HIGHEST = 31_999;

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Ports handed out by this process: two callers at once never get the same one by chance. */
const handedOut = new Set();

/**
 * A port on 127.0.0.1 that is free now. Whoever binds it must be ready to ask again: it may be taken meanwhile.
 *
 * @param {number} [preferred] taken if free, so that an address stays the same from one start to the next
 */
export async function freePort(preferred) {
  if (preferred && (await isFree(preferred))) return hand(preferred);
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (!handedOut.has(port) && (await isFree(port))) return hand(port);
  }
  throw new Error(`no free port found on 127.0.0.1 between ${LOWEST} and ${HIGHEST}`);
}

/** @param {number} port */
function hand(port) {
  handedOut.add(port);
  return port;
}
