/**
 * The page of the configuration is what the services' code says now: a variable that is added, renamed or explained anew
 * changes the page with it.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { markdown, PAGE } from '../config/render.mjs';
import { sections } from '../config/variables.mjs';
import { compileCommand } from '../dev/prepare.mjs';
import { count, ifAbsent, runAsProgram } from './_check.mjs';

const RENEW = `./navette config --markdown > ${PAGE}`;

export async function configuration({ root, read = compiledSections }) {
  const documented = await read(root);
  if (documented === undefined) {
    return { problems: [{ path: PAGE, problem: 'the code does not compile: see types' }], summary: 'configuration' };
  }
  const page = await readFile(join(root, PAGE), 'utf8').catch(ifAbsent(undefined));
  const problems = [...compare(page, await markdown(documented)), ...twice(documented)];
  const variables = documented.reduce((sum, section) => sum + section.variables.length, 0);
  return { problems, summary: `configuration: ${count(variables, 'variable')}` };
}

function compare(page, current) {
  if (page === undefined) return [{ path: PAGE, problem: `is missing: ${RENEW}` }];
  if (page === current) return [];
  const [now, then] = [linesOf(current), linesOf(page)];
  const differing = [...then].find((line) => !now.has(line)) ?? [...now].find((line) => !then.has(line)) ?? 'order';
  return [{ path: PAGE, problem: `is not what the code says (${differing}): ${RENEW}` }];
}

/** Columns widen with their widest cell, which is no difference. */
const linesOf = (text) => new Set(text.split('\n').map((line) => line.replaceAll(/\s+|-{2,}/g, ' ').trim()));

/** One name, one meaning: a service may not take a variable of another or of all. */
function twice(documented) {
  const owners = new Map();
  const problems = [];
  for (const { title, variables } of documented) {
    for (const { name } of variables) {
      if (owners.has(name)) problems.push({ path: PAGE, problem: `${name} is of ${owners.get(name)} and of ${title}` });
      owners.set(name, title);
    }
  }
  return problems;
}

/** Compiled anew where it is not: this check may be the first to run in a fresh checkout. */
export async function compiledSections(root) {
  const { status } = spawnSync(process.execPath, compileCommand(), { cwd: root, stdio: 'ignore' });
  return status === 0 ? sections() : undefined;
}

await runAsProgram(import.meta, configuration);
