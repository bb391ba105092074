import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Exit, Stop } from './lib/exit.mjs';
import { waitForLock } from './lib/lock.mjs';
import { step } from './lib/output.mjs';
import { installPackage, whyNotDebian } from './servers/debian.mjs';
import { confirm, defaultInstall } from './servers/install.mjs';

/** The browser that the `e2e` suite drives; nothing else needs one. */

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

/** @returns {string | null} path of a Chromium on this machine */
export function findBrowser(path = process.env['PATH'] ?? '') {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const found = PROGRAMS.map((program) => join(folder, program)).find(isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * The machine's Chromium, or Debian's, installed on the same terms as a missing server.
 *
 * @param {import('./servers/install.mjs').Install} [install]
 */
export async function obtainBrowser(install = defaultInstall()) {
  const found = findBrowser();
  if (found !== null) return found;
  const obstacle = await whyNotDebian('chromium');
  if (obstacle !== null) throw new Stop(Exit.missing, `Chromium is missing: install it (not fetched: ${obstacle})`);
  if (
    install === 'never' ||
    (install === 'ask' && !(await confirm('Chromium is missing. Install the Debian package?')))
  )
    throw new Stop(Exit.missing, 'Chromium is missing: ./navette test --yes installs the Debian package');
  const lock = await waitForLock('fetch');
  try {
    if (findBrowser() === null) await step('getting Chromium from Debian', () => installPackage('chromium'));
  } finally {
    lock.release();
  }
  const fetched = findBrowser();
  if (fetched === null) throw new Stop(Exit.failed, 'Chromium was installed but is not in PATH');
  return fetched;
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
