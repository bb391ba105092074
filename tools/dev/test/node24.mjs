import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Exit, Stop } from '../lib/exit.mjs';
import { step } from '../lib/output.mjs';
import { privateDir, stateDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** Node 24 from npm, beside the lock file: for the developer who tries the next version once in a while. */
export async function node24() {
  const home = join(stateDir, 'node24');
  const name = `node-${process.platform}-${process.arch}`;
  const program = join(home, 'node_modules', name, 'bin', 'node');
  if (!existsSync(program)) await step('installing Node 24', () => install(privateDir(home), name));
  return program;
}

/** @param {string} home @param {string} name */
async function install(home, name) {
  const args = ['install', '--prefix', home, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `${name}@24`];
  const { code } = await run('npm', args, { cwd: home, show: true });
  if (code !== 0) throw new Stop(Exit.failed, `npm could not install ${name}@24`);
}
