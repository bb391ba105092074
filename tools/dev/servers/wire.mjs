import { connect } from 'node:net';

/** The few words of each server's protocol that are needed to know whom we talk to; no client library yet. */

/**
 * Sends lines and collects what comes until `done` is satisfied.
 *
 * @param {{ host: string, port: number, send?: string, done: (text: string) => boolean, timeoutMs?: number }} talk
 * @returns {Promise<string>}
 */
function converse({ host, port, send, done, timeoutMs = 2_000 }) {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host, port });
    const end = (/** @type {Error | null} */ error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve(text);
    };
    socket.setTimeout(timeoutMs, () => end(new Error(`${host}:${port} did not answer in ${timeoutMs} ms`)));
    socket.setEncoding('utf8');
    socket.once('error', end);
    socket.once('connect', () => send && socket.write(send));
    socket.once('close', () => end(done(text) ? null : new Error(`${host}:${port} closed the connection`)));
    socket.on('data', (chunk) => {
      text += chunk;
      if (done(text)) end(null);
    });
  });
}

/**
 * Whether anything listens there.
 *
 * @param {string} host
 * @param {number} port
 */
export const listens = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });

/**
 * `INFO server` of a Redis, as names and values.
 *
 * @param {{ host: string, port: number, user?: string | undefined, password?: string | undefined }} address
 * @returns {Promise<Record<string, string>>}
 */
export async function redisInfo({ host, port, user, password }) {
  const words = [...(user ? [user] : []), ...(password ? [password] : [])];
  const login = password ? command(['AUTH', ...words]) : '';
  const text = await converse({
    host,
    port,
    send: `${login}${command(['INFO', 'server'])}`,
    done: (got) => /process_id:\d+\r\n[\s\S]*executable:/.test(got) || /^-/m.test(got),
  });
  const refusal = /^-(.*)$/m.exec(text)?.[1];
  if (refusal) throw new Error(`Redis at ${host}:${port} answers: ${refusal.trim()}`);
  return Object.fromEntries(
    [...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
}

/** @param {string[]} words in Redis's own framing, so that a word may hold anything */
const command = (words) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

/**
 * The first line a NATS server says, which holds its name and version.
 *
 * @param {{ host: string, port: number }} address
 * @returns {Promise<{ server_name: string, version: string, jetstream?: boolean }>}
 */
export async function natsInfo({ host, port }) {
  const text = await converse({ host, port, done: (got) => got.includes('\r\n') });
  const json = /^INFO (\{.*\})/.exec(text)?.[1];
  if (!json) throw new Error(`${host}:${port} is not a NATS server`);
  return JSON.parse(json);
}

/**
 * The greeting of an SMTP server.
 *
 * @param {{ host: string, port: number }} address
 */
export const smtpGreeting = (address) => converse({ ...address, done: (got) => got.includes('\r\n') });

/**
 * What a NATS server says of itself on its monitoring port, or null where nobody answers.
 *
 * @param {number} port
 * @param {string} path
 * @returns {Promise<Record<string, unknown> | null>}
 */
export async function monitored(port, path) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(2_000) });
    return /** @type {Record<string, unknown>} */ (await answer.json());
  } catch {
    return null;
  }
}
