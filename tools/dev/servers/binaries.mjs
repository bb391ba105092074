import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { binDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { isAtLeast, requirements, versionIn } from './versions.mjs';

/**
 * @typedef {import('./versions.mjs').Kind} Kind
 * @typedef {object} Binary
 * @property {string} path
 * @property {string} version
 * @property {Record<string, string>} env what it needs to find its own libraries
 * @property {'machine' | 'fetched'} from
 */

/** Libraries unpacked beside a fetched binary; harmless where the system has them. */
export const fetchedLibraries = (/** @type {string} */ tree) => {
  const lib = join(tree, 'usr/lib');
  const folders = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-')) : [];
  return folders.map((name) => join(lib, name)).join(delimiter);
};

/** @param {string} program */
function onPath(program) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).filter((file) => existsSync(file));
}

/** Debian keeps PostgreSQL's programs out of PATH, one folder for each version; the newest first. */
function debianPostgres(base = '/usr/lib/postgresql') {
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(base, version, 'bin/postgres'))
    .filter((file) => existsSync(file));
}

/**
 * Every place where the machine may have it. initdb must lie beside postgres, else it is of no use.
 *
 * @param {Kind} kind
 */
function machineCandidates(kind) {
  const found = onPath(requirements[kind].program);
  if (kind !== 'postgres') return [...found, ...onSystem(kind)];
  return [...found, ...debianPostgres()].filter((file) => existsSync(join(dirname(file), 'initdb')));
}

/** Debian installs nats-server in /usr/sbin, which is not in everyone's PATH. @param {Kind} kind */
function onSystem(kind) {
  return ['/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, requirements[kind].program))
    .filter((file) => existsSync(file));
}

/** @param {Kind} kind @returns {{ path: string, env: Record<string, string> }[]} */
function fetchedCandidates(kind) {
  const tree = join(binDir, kind);
  const libraries = fetchedLibraries(tree);
  const env = libraries ? { LD_LIBRARY_PATH: libraries } : {};
  return ['usr/bin', 'usr/sbin']
    .map((folder) => ({ path: join(tree, folder, requirements[kind].program), env }))
    .filter(({ path }) => existsSync(path));
}

/**
 * Asks a program for its version; null where it does not run.
 *
 * @param {Kind} kind
 * @param {string} path
 * @param {Record<string, string>} [env]
 */
export async function askVersion(kind, path, env = {}) {
  const { code, stdout, stderr } = await run(path, [...requirements[kind].asks], {
    env: { ...process.env, ...env },
    timeoutMs: 10_000,
  });
  return code === 0 ? versionIn(stdout || stderr) : null;
}

/**
 * A binary that is new enough: the machine's own first, then what was fetched before. Too old counts as absent.
 *
 * @param {Kind} kind
 * @returns {Promise<{ binary: Binary | null, tooOld: { path: string, version: string }[] }>}
 */
export async function findBinary(kind) {
  /** @type {{ path: string, env: Record<string, string>, from: Binary['from'] }[]} */
  const candidates = [
    ...machineCandidates(kind).map((path) => ({ path, env: {}, from: /** @type {const} */ ('machine') })),
    ...fetchedCandidates(kind).map((found) => ({ ...found, from: /** @type {const} */ ('fetched') })),
  ];
  const tooOld = [];
  for (const { path, env, from } of candidates) {
    const version = await askVersion(kind, path, env);
    if (version === null) continue;
    if (isAtLeast(version, requirements[kind].minimum)) return { binary: { path, version, env, from }, tooOld };
    tooOld.push({ path, version });
  }
  return { binary: null, tooOld };
}
