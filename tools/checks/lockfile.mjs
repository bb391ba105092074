/**
 * `npm install` forgives what `npm ci` refuses: a lock that lacks another platform's optional packages, or that was
 * made against somebody's private mirror. Both are seen here, not by the next person to clone.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { count, readJson, runAsProgram } from './_check.mjs';

const run = promisify(execFile);

const LOCK = 'package-lock.json';
const PUBLIC = 'registry.npmjs.org';

export async function lockfile({ root }) {
  const { packages = {} } = await readJson(join(root, LOCK), {});
  const refusals = await dryRun(root);
  return {
    problems: [...refusals, ...foreignHosts(packages)],
    summary: `lockfile: ${count(Object.keys(packages).length, 'package')}, npm ci --dry-run`,
  };
}

/** The lock is held against package.json without a download, hence `--offline`; Navette's own packages have no scripts. */
async function dryRun(root) {
  try {
    await run('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root });
    return [];
  } catch ({ stderr, message }) {
    return npmErrors(stderr || message).map((problem) => ({ path: LOCK, problem }));
  }
}

/** What npm says of the lock, without its usage text and the path of its log. */
export function npmErrors(stderr) {
  const lines = stderr.split('\n').flatMap((line) => /^npm error (?!code )(.+)$/.exec(line)?.[1] ?? []);
  const told = lines.filter((line) => /^(Missing|Invalid):|can only install packages/.test(line));
  return told.length > 0 ? told : [stderr];
}

/** A package from nowhere (left out by `omit-lockfile-registry-resolved`) or from this checkout is fine. */
export function foreignHosts(packages) {
  return Object.entries(packages).flatMap(([name, { resolved, link }]) => {
    if (link || resolved === undefined) return [];
    const { protocol, host } = URL.canParse(resolved) ? new URL(resolved) : { protocol: '', host: resolved };
    return protocol === 'https:' && host === PUBLIC ? [] : [{ path: LOCK, problem: `${name} comes from ${host}` }];
  });
}

await runAsProgram(import.meta, lockfile);
