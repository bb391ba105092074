import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this file belongs to. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const home = join(root, '.navette');

/** Everything a run leaves behind lives here; `reset` removes it. A test runs beside a developer's by another folder. */
export const stateDir = process.env['NAVETTE_STATE_DIR'] ?? home;

/** Binaries fetched by us, shared by `up` and `test`. */
export const binDir = join(home, 'bin');

/** Data of `up`'s servers; test runs have `.navette/test-<pid>` instead. */
export const dataDir = join(stateDir, 'data');

export const logsDir = join(stateDir, 'logs');

/** What runs of the demo keep of themselves: they speak of the data of `up`, and go with it. */
export const demoDir = join(stateDir, 'demo');

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

/**
 * Made for its owner alone: data, passwords and mails lie inside.
 *
 * @param {string} dir
 */
export function privateDir(dir) {
  if (!existsSync(dir)) mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}
