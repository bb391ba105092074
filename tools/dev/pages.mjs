import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Exit, Stop } from './lib/exit.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

/** The back office's pages, which `api` serves. */

const VITE = inRoot('node_modules', 'vite', 'bin', 'vite.js');
const LOCK_FILE = inRoot('package-lock.json');
const DIST = inRoot('apps', 'web', 'dist');
const SOURCES = [inRoot('apps', 'web'), inRoot('libs', 'api-client', 'src'), inRoot('libs', 'api-schema', 'src')];

/** Builds, unless the pages were built from these very sources. */
export async function buildPages() {
  const stamp = join(DIST, '.sources');
  const hash = sourcesHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  const { code } = await run(process.execPath, [VITE, 'build', '--logLevel', 'warn'], {
    cwd: inRoot('apps', 'web'),
    show: true,
  });
  if (code !== 0) throw new Stop(Exit.failed, 'the pages could not be built: see the messages above');
  writeFileSync(stamp, hash);
}

function sourcesHash() {
  const hash = createHash('sha256').update(readFileSync(LOCK_FILE));
  for (const folder of SOURCES) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !path.startsWith(DIST));
    for (const path of paths.sort()) hash.update(path).update(readFileSync(path));
  }
  return hash.digest('hex');
}
