/**
 * The contracts between services: proto/ passes buf's lint, breaks nobody who speaks the last landed version
 * (proto/baseline.binpb, see docs/adr/0005), and the generated code is what the generator makes of it today.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runAsProgram } from './_check.mjs';

const run = promisify(execFile);

const GENERATED = 'libs/contracts/src/gen';
const GENERATOR = 'tools/generators/contracts.mjs';
const BASELINE = 'proto/baseline.binpb';

export async function contracts({ root }) {
  if (!existsSync(join(root, 'proto'))) return { problems: [], summary: 'contracts: nothing yet in proto/' };
  const problems = await Promise.all([buf(root, 'lint'), breaking(root), drift(root)]);
  return { problems: problems.flat(), summary: 'contracts: lint, compatibility with the baseline, generated code' };
}

async function breaking(root) {
  if (existsSync(join(root, BASELINE))) return buf(root, 'breaking', '--against', BASELINE);
  return [{ path: BASELINE, problem: `missing: node_modules/.bin/buf build -o ${BASELINE}` }];
}

async function buf(root, ...args) {
  try {
    await run(join(root, 'node_modules/.bin/buf'), [...args, '--error-format', 'json'], { cwd: root });
    return [];
  } catch (error) {
    return bufProblems(error);
  }
}

/** buf exits 100 with one JSON object a line; anything else is buf itself failing. */
export function bufProblems({ code, stdout = '', stderr = '', message }) {
  if (code !== 100) return [{ path: 'proto', problem: stderr || message }];
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ path = 'proto', start_line: line, message: problem }) => ({
      path: line ? `${path}:${line}` : path,
      problem,
    }));
}

async function drift(root) {
  const fresh = await mkdtemp(join(tmpdir(), 'navette-drift-'));
  try {
    await run(process.execPath, [GENERATOR, '--out', fresh], { cwd: root });
    return await differences(fresh, join(root, GENERATED));
  } catch (error) {
    return [{ path: GENERATOR, problem: error.stderr || error.message }];
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Files of the committed folder that are not what was generated afresh. */
export async function differences(fresh, committed) {
  const [wanted, present] = await Promise.all([readTree(fresh), readTree(committed)]);
  const again = 'npm run generate';
  return [...new Set([...wanted.keys(), ...present.keys()])].sort().flatMap((file) => {
    const path = `${GENERATED}/${file}`;
    if (!present.has(file)) return [{ path, problem: `missing: ${again}` }];
    if (!wanted.has(file)) return [{ path, problem: `nothing in proto/ makes it: ${again}` }];
    return wanted.get(file) === present.get(file)
      ? []
      : [{ path, problem: `differs from what proto/ makes: ${again}` }];
  });
}

async function readTree(folder) {
  if (!existsSync(folder)) return new Map();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')])),
  );
}

await runAsProgram(import.meta, contracts);
