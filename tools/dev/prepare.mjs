import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Exit, Stop } from './lib/exit.mjs';
import { waitForLock } from './lib/lock.mjs';
import { step } from './lib/output.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { buildPages } from './pages.mjs';

/** Dependencies and build. Two runs in one checkout take turns: `npm ci` empties node_modules first. */

const LOCK_FILE = inRoot('package-lock.json');
const NOTE = inRoot('node_modules', '.navette-lock');
export const compiler = inRoot('node_modules', 'typescript7', 'bin', 'tsc');

export async function prepare() {
  await install();
  await build();
}

/** `npm ci`, unless node_modules was made from this very lock file. */
export async function install() {
  if (isInstalled()) return;
  const lock = await waitForLock('prepare');
  try {
    if (!isInstalled()) await step('installing dependencies (npm ci)', npmCi);
  } finally {
    lock.release();
  }
}

export async function build() {
  const lock = await waitForLock('prepare');
  try {
    await step('building', async () => {
      await compile();
      await buildPages();
    });
  } finally {
    lock.release();
  }
}

export function isInstalled() {
  return existsSync(NOTE) && readFileSync(NOTE, 'utf8').trim() === lockHash();
}

function lockHash() {
  if (!existsSync(LOCK_FILE)) throw new Stop(Exit.missing, 'package-lock.json is missing: is this a whole checkout?');
  return createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
}

async function npmCi() {
  if ((await run('npm', ['--version'])).code !== 0)
    throw new Stop(Exit.missing, 'npm is missing: it comes with Node.js');
  const hash = lockHash();
  const { code } = await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: inRoot(), show: true });
  if (code !== 0) throw new Stop(Exit.failed, `npm ci failed with code ${code}`);
  mkdirSync(dirname(NOTE), { recursive: true });
  writeFileSync(NOTE, `${hash}\n`);
}

async function compile() {
  const { code } = await run(process.execPath, compileCommand(), { cwd: inRoot(), show: true });
  if (code !== 0) throw new Stop(Exit.failed, 'the build failed: see the messages above');
}

export const compileCommand = () => [compiler, '-b'];
