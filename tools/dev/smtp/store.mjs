import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readHeaders } from './headers.mjs';

/**
 * @typedef {object} IndexLine
 * @property {number} seq
 * @property {string} receivedAt
 * @property {string} from
 * @property {string[]} to
 * @property {string | null} messageId
 * @property {string | null} subject
 * @property {Record<string, string>} headers those named x-navette-*
 */

/** Mails in a folder, numbered from 1; the numbers go on after a restart. */
export class MailStore {
  #dir;
  #next;
  /** Lines are written one after the other, in the order of their numbers. @type {Promise<unknown>} */
  #tail = Promise.resolve();

  /**
   * @param {string} dir
   * @param {number} last
   */
  constructor(dir, last) {
    this.#dir = dir;
    this.#next = last + 1;
  }

  /** @param {string} dir */
  static async open(dir) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    dropTornLine(join(dir, 'index.ndjson'));
    const numbers = readdirSync(dir).map((name) => Number(/^(\d+)\.eml$/.exec(name)?.[1] ?? 0));
    return new MailStore(dir, Math.max(0, ...numbers));
  }

  /**
   * Stores one mail; when this resolves it is on disk.
   *
   * @param {AsyncIterable<Buffer>} stream
   * @param {{ from: string, to: string[] }} envelope
   * @returns {Promise<number>} its number
   */
  async add(stream, envelope) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const mail = Buffer.concat(chunks);
    const write = this.#tail.then(() => this.#write(mail, envelope));
    this.#tail = write.catch(() => {});
    return write;
  }

  /**
   * @param {Buffer} mail
   * @param {{ from: string, to: string[] }} envelope
   */
  async #write(mail, envelope) {
    const seq = this.#next++;
    await onDisk(join(this.#dir, `${seq}.eml`), 'wx', mail);
    /** @type {IndexLine} */
    const line = { seq, receivedAt: new Date().toISOString(), ...envelope, ...readHeaders(mail) };
    await onDisk(join(this.#dir, 'index.ndjson'), 'a', `${JSON.stringify(line)}\n`);
    return seq;
  }
}

/**
 * @param {string} file
 * @param {string} flag
 * @param {Buffer | string} content
 */
async function onDisk(file, flag, content) {
  const handle = await open(file, flag, 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A kill may leave half a line at the end; its mail was never confirmed. @param {string} file */
function dropTornLine(file) {
  try {
    const text = readFileSync(file, 'utf8');
    if (text !== '' && !text.endsWith('\n')) writeFileSync(file, text.slice(0, text.lastIndexOf('\n') + 1));
  } catch {
    // No index yet.
  }
}
