/**
 * Everything that ships with Navette may be conveyed under AGPL-3.0-or-later. Tools of development don't ship and are
 * not asked.
 */
import { join } from 'node:path';
import { count, readJson, runAsProgram } from './_check.mjs';

/** SPDX ids of licences whose works may be combined into one under version 3 of the AGPL. */
const ACCEPTED = new Set([
  '0BSD',
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'ISC',
  'LGPL-2.1-or-later',
  'LGPL-3.0-only',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unicode-3.0',
  'Unicode-DFS-2016',
  'Unlicense',
  'WTFPL',
  'Zlib',
]);

/** What packages of before SPDX wrote. */
const OLD_NAMES = new Set(['Apache 2.0', 'GPL-3.0', 'LGPL-3.0', 'MIT/X11']);

/** Of packages whose manifest says nothing: what their licence file says, read by a person. */
const SAID_BY_FILE = new Map([['png-js@2.0.0', 'MIT']]);

export async function licences({ root }) {
  const { packages = {} } = await readJson(join(root, 'package-lock.json'), {});
  const shipped = Object.entries(packages).filter(
    ([path, { dev, link }]) => /(^|\/)node_modules\//.test(path) && !dev && !link,
  );
  const problems = await Promise.all(
    shipped.map(async ([path, entry]) => {
      // Another platform's optional package is not installed here: then the lock knows what its manifest said.
      const manifest = await readJson(join(root, path, 'package.json'), entry);
      const licence = licenceOf(manifest) ?? SAID_BY_FILE.get(`${manifest.name}@${manifest.version}`);
      return isAccepted(licence)
        ? []
        : [{ path, problem: `${manifest.version} is under ${licence ?? 'no licence at all'}` }];
    }),
  );
  return { problems: problems.flat(), summary: `licences: ${count(shipped.length, 'production package')}` };
}

/** The manifest's SPDX expression; the list that manifests once had offers a choice. */
export function licenceOf({ license, licenses }) {
  const names = [license ?? licenses ?? []].flat().map((entry) => entry.type ?? entry);
  return names.length === 0 ? undefined : names.join(' OR ');
}

/** Whether an SPDX expression can be met with accepted licences only: of OR one side is enough, of AND none may fail. */
export function isAccepted(expression) {
  if (expression === undefined) return false;
  if (OLD_NAMES.has(expression)) return true;
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  const accepted = either(tokens);
  return accepted && tokens.length === 0;
}

/** A recursive descent that eats `tokens`; both sides are always read, or the rest would be taken for the end. */
function either(tokens) {
  let accepted = both(tokens);
  while (/^or$/i.test(tokens[0])) {
    tokens.shift();
    accepted = both(tokens) || accepted;
  }
  return accepted;
}

function both(tokens) {
  let accepted = one(tokens);
  while (/^and$/i.test(tokens[0])) {
    tokens.shift();
    accepted = one(tokens) && accepted;
  }
  return accepted;
}

function one(tokens) {
  const token = tokens.shift();
  if (token === '(') {
    const accepted = either(tokens);
    return tokens.shift() === ')' && accepted;
  }
  if (/^with$/i.test(tokens[0])) tokens.splice(0, 2); // An exception only ever allows more.
  return ACCEPTED.has(token) || OLD_NAMES.has(token);
}

await runAsProgram(import.meta, licences);
