import { createInterface } from 'node:readline';
import { Exit, Stop } from '../lib/exit.mjs';
import { waitForLock } from '../lib/lock.mjs';
import { say, step } from '../lib/output.mjs';
import { findBinary } from './binaries.mjs';
import { fetchFromDebian, whyNotDebian } from './debian.mjs';
import { requirements } from './versions.mjs';

/**
 * @typedef {import('./versions.mjs').Kind} Kind
 * @typedef {'ask' | 'yes' | 'never'} Install
 */

/** At once where nobody can be asked but wants it (CI); asked on a terminal; else not. @returns {Install} */
export function defaultInstall(env = process.env) {
  if (env['CI'] && env['CI'] !== 'false') return 'yes';
  return process.stdin.isTTY && process.stderr.isTTY ? 'ask' : 'never';
}

/**
 * A binary that is new enough, fetched if need be; null if only Docker is left.
 *
 * @param {Kind} kind
 * @param {Install} install
 */
export async function obtainBinary(kind, install) {
  const { binary } = await findBinary(kind);
  if (binary) return binary;
  if ((await whyNotDebian(kind)) !== null) return null;
  if (!(await mayInstall(kind, install))) throw new Stop(Exit.missing, missing(kind, await advice(kind)));
  const found = await fetchOnce(kind);
  if (!found.binary)
    throw new Stop(Exit.failed, `${describe(kind)} was fetched but does not run: see ./navette doctor`);
  return found.binary;
}

/** Two runs that start together take turns, and the second finds what the first has fetched. @param {Kind} kind */
async function fetchOnce(kind) {
  const lock = await waitForLock('fetch');
  try {
    const found = await findBinary(kind);
    if (found.binary) return found;
    await step(`getting ${describe(kind)} from Debian`, () => fetchFromDebian(kind));
    return await findBinary(kind);
  } finally {
    lock.release();
  }
}

/** @param {Kind} kind */
export const describe = (kind) => `${requirements[kind].label} ≥ ${requirements[kind].minimum}`;

/** @param {Kind} kind @param {string} what */
export const missing = (kind, what) => `${describe(kind)} is missing: ${what}`;

/** What a reader can do about a server that is not there. @param {Kind} kind */
export async function advice(kind) {
  const byHand = `install it, or set NAVETTE_${kind.toUpperCase()}_URL to the address of one`;
  const obstacle = await whyNotDebian(kind);
  return obstacle === null
    ? `./navette up --yes gets it from Debian; or ${byHand}`
    : `${byHand} (not fetched: ${obstacle})`;
}

/** @param {Kind} kind @param {Install} install */
async function mayInstall(kind, install) {
  if (install !== 'ask') return install === 'yes';
  const where =
    kind === 'postgres' ? 'installed as a Debian package, no daemon started' : 'unpacked under .navette/bin';
  say(`${describe(kind)} is not on this machine. It can be ${where}.`);
  return confirm('Get it now?');
}

/** @param {string} question */
export async function confirm(question) {
  // After Ctrl-D there is nobody to ask again.
  if (process.stdin.readableEnded) return false;
  // The line is edited by the terminal itself, so that Ctrl-C stays a signal, which ends us, and Ctrl-D is no answer.
  const terminal = createInterface({ input: process.stdin, terminal: false });
  process.stderr.write(`${question} [y/N] `);
  try {
    const { value: answer = '' } = await terminal[Symbol.asyncIterator]().next();
    return /^(y|yes|o|oui)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
