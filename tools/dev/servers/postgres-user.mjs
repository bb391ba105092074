import { createHash } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { run } from '../lib/run.mjs';

/**
 * PostgreSQL refuses to run as root. As root we hand it to another user, who may not enter our folders (a checkout
 * under `/root` or a fresh `mktemp -d` is for root alone): one capability lets it pass through them, and where even
 * that is refused its data go to /var/tmp with a link from the place where they should be.
 *
 * @typedef {{ uid: number, gid: number, passes: boolean } | null} OtherUser null: we run as ourselves
 */

const PASS = ['--inh-caps=-all,+dac_read_search', '--ambient-caps=-all,+dac_read_search'];

/** @returns {Promise<OtherUser>} */
export async function postgresUser() {
  if (process.getuid?.() !== 0) return null;
  const user = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (!user) throw new Error('no user to run PostgreSQL as: it refuses to run as root');
  const probe = await run('setpriv', [...become(user), ...PASS, 'true']);
  return { ...user, passes: probe.code === 0 };
}

/** @param {string} name */
async function lookUp(name) {
  const { stdout } = await run('getent', ['passwd', name]);
  const [, , uid, gid] = stdout.split(':');
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/** @param {{ uid: number, gid: number }} user */
const become = ({ uid, gid }) => [`--reuid=${uid}`, `--regid=${gid}`, '--init-groups'];

/**
 * @param {OtherUser} user
 * @param {string} program
 * @param {string[]} args
 * @returns {{ program: string, args: string[] }}
 */
export function asUser(user, program, args) {
  if (!user) return { program, args };
  return { program: 'setpriv', args: [...become(user), ...(user.passes ? PASS : []), program, ...args] };
}

/**
 * The folder for the data, owned by whom PostgreSQL runs as.
 *
 * @param {OtherUser} user
 * @param {string} wanted
 */
export function dataFolder(user, wanted) {
  if (!user || user.passes) return owned(wanted, user);
  const elsewhere = substitute(wanted);
  owned(elsewhere, user);
  rmSync(wanted, { force: true });
  symlinkSync(elsewhere, wanted);
  return elsewhere;
}

/** @param {string} wanted */
function substitute(wanted) {
  return `/var/tmp/navette-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`;
}

/**
 * Makes the folder, or accepts one only if it is a real folder of that user or ours: /var/tmp is open to all.
 *
 * @param {string} folder
 * @param {OtherUser} user
 */
function owned(folder, user) {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  const { uid } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory() || ![user?.uid, process.getuid?.()].includes(uid)) {
    throw new Error(`${folder} is there already and is not ours`);
  }
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

/**
 * Removes the data, wherever they are.
 *
 * @param {string} wanted
 */
export function removeDataFolder(wanted) {
  try {
    const target = readlinkSync(wanted);
    if (target === substitute(wanted)) rmSync(target, { recursive: true, force: true });
  } catch {
    // Not a link: the data are where they should be.
  }
  rmSync(wanted, { recursive: true, force: true });
}

/**
 * A file that this user alone may read. Never written through something that lies there already.
 *
 * @param {string} file
 * @param {string} content
 * @param {OtherUser} user
 */
export function writeForUser(file, content, user) {
  rmSync(file, { force: true });
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
  if (user) chownSync(file, user.uid, user.gid);
}
