/**
 * The catalogue of messages, the list of rights, the OpenAPI documents and the types of the client are what contracts and code
 * say now (architecture.md: docs/events; ID-4; WE-12).
 */
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCommand } from '../dev/prepare.mjs';
import { count, ifAbsent, runAsProgram } from './_check.mjs';

const AGAIN = 'node tools/generators/reference.mjs';

export async function checkReference({ root, read = compiledReference }) {
  const pages = await read(root);
  if (pages === undefined) {
    return {
      problems: [{ path: 'docs/events', problem: 'the code does not compile: see types' }],
      summary: 'reference',
    };
  }
  const problems = [];
  for (const [path, wanted] of pages) {
    const present = await readFile(join(root, path), 'utf8').catch(ifAbsent(undefined));
    if (present === undefined) problems.push({ path, problem: `is missing: ${AGAIN}` });
    else if (present !== wanted) problems.push({ path, problem: `is not what the code says: ${AGAIN}` });
  }
  const files = await readdir(join(root, 'docs/events')).catch(ifAbsent([]));
  for (const file of files) {
    const path = `docs/events/${file}`;
    if (!pages.has(path)) problems.push({ path, problem: `nothing in the code makes it: ${AGAIN}` });
  }
  return { problems, summary: `reference: ${count(pages.size, 'page')}` };
}

/** Compiled anew where it is not, as the page of the configuration. */
async function compiledReference(root) {
  const { status } = spawnSync(process.execPath, compileCommand(), { cwd: root, stdio: 'ignore' });
  if (status !== 0) return undefined;
  // Imported here: it loads every service.
  const { reference } = await import('../generators/reference.mjs');
  return reference();
}

await runAsProgram(import.meta, checkReference);
