import { realpathSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root: the default place every check looks at. A spec passes a folder of its own instead. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Runs `check` when its file is the program, so that a spec can import the same file without running it.
 * A check answers `{ problems: [{ path, problem }], summary }`; the exit code is what counts.
 */
export async function runAsProgram(meta, check) {
  const program = process.argv[1];
  if (!program || realpathSync(program) !== fileURLToPath(meta.url)) return;
  const { problems, summary } = await check({ root, args: process.argv.slice(2) });
  for (const { path, problem } of problems) console.log(`${path}: ${oneLine(problem)}`);
  console.log(`${summary}: ${problems.length === 0 ? 'no problem' : count(problems.length, 'problem')}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

export const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;

const oneLine = (text) => text.trim().replaceAll(/\s*\n\s*/g, ' | ');

/** What is not ours, or is made by a machine: no check reads it. */
const SKIPPED = new Set(['node_modules', 'dist', 'gen', '.navette', '.nx', '.git', 'samples']);

/** Every file under the given folders of `base` whose path passes `wanted`; paths are relative to `base`, sorted. */
export async function filesUnder(base, folders, wanted) {
  const found = [];
  const walk = async (folder) => {
    const entries = await readdir(join(base, folder), { withFileTypes: true }).catch(ifAbsent([]));
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) await walk(path);
      else if (entry.isFile() && wanted(path)) found.push(path);
    }
  };
  for (const folder of folders) await walk(folder);
  return found.sort();
}

/** The parsed file, or `otherwise` where there is none; a file that is there but broken still throws. */
export async function readJson(path, otherwise) {
  const text = await readFile(path, 'utf8').catch(ifAbsent(undefined));
  if (text === undefined) return otherwise;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause });
  }
}

export const ifAbsent = (value) => (error) => {
  if (error.code === 'ENOENT') return value;
  throw error;
};
