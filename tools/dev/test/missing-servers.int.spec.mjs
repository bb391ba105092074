import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inRoot } from '../lib/paths.mjs';
import { temporaryFolder } from './_helpers.mjs';

/** A checkout as it was cloned, on a machine with Node.js and npm, without a server. */
let folder;
let checkout;
let path;

beforeEach(() => {
  folder = temporaryFolder();
  checkout = join(folder.dir, 'navette');
  path = join(folder.dir, 'bin');
  mkdirSync(path);
  for (const file of ['navette', 'package.json', 'package-lock.json', 'tools/dev'])
    cpSync(inRoot(file), join(checkout, file), { recursive: true });

  // The real Node.js, which believes that no server is installed and that Debian's keys are here.
  const belief = join(folder.dir, 'belief.cjs');
  writeFileSync(
    belief,
    `const fs = require('node:fs');
     const { existsSync } = fs;
     fs.existsSync = (path) =>
       path.includes('debian-archive-keyring') || (!/^\\/usr\\/(local\\/)?(sbin|lib\\/postgresql)/.test(path) && existsSync(path));
     require('node:module').syncBuiltinESMExports();`,
  );
  program('node', `exec ${process.execPath} -r ${belief} "$@"`);
  program('dirname', 'exec /usr/bin/dirname "$@"');
  program('npm', `echo "$*" >> ${join(folder.dir, 'npm.log')}\necho 10.0.0`);
});
afterEach(() => folder.remove());

const program = (name, script) => writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
const nothingBegan = () => !existsSync(join(folder.dir, 'npm.log')) && !existsSync(join(checkout, 'node_modules'));
const navette = (...args) => spawnSync('./navette', args, { cwd: checkout, encoding: 'utf8', env: { PATH: path } });

test.each([['up'], ['migrate'], ['test']])('%s names all that is missing before it installs anything', (...args) => {
  const { status, stdout, stderr } = navette(...args);
  expect(status).toBe(3);
  const said = stderr.replace(/^navette: /, '').split('\n');
  expect(said.slice(0, 3)).toEqual(
    [
      ['PostgreSQL ≥ 15', 'POSTGRES'],
      ['NATS ≥ 2.10', 'NATS'],
      ['Redis ≥ 7', 'REDIS'],
    ].map(
      ([server, variable]) => `${server} is missing: install it, or set NAVETTE_${variable}_URL to the address of one (not fetched: this is not a Debian system)`, // prettier-ignore
    ),
  );
  expect(stdout).toBe(args[0] === 'test' ? '0 passed, 1 failed\n' : '');
  expect(nothingBegan()).toBe(true);
  // The advice is doctor's.
  const { status: code, stdout: findings } = navette('doctor', '--json');
  expect(code).toBe(3);
  const missing = JSON.parse(findings).findings.filter(({ state }) => state === 'missing');
  expect(missing.map(({ detail, todo }) => `${detail.replace(' not found', '')} is missing: ${todo}`)).toEqual(
    said.slice(0, 3),
  );
});

test('suites without servers need none', () => {
  // Past the servers, it asks npm for the dependencies.
  expect(navette('test', '--only', 'unit').stderr).toContain('installing dependencies');
  expect(nothingBegan()).toBe(false);
});

/** Answers each question of `up` on a terminal. */
async function answering(answer) {
  const terminal = spawn('/usr/bin/script', ['-qec', './navette up', '/dev/null'], {
    cwd: checkout,
    env: { PATH: path, SHELL: '/bin/sh' },
  });
  let said = '';
  let asked = 0;
  terminal.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
    for (const questions = said.split('Get it now? [y/N]').length - 1; asked < questions; asked += 1)
      terminal.stdin.write(answer);
  });
  const [code] = await once(terminal, 'close');
  return { code, said, asked };
}

test.each([
  ['n', 'n\n'],
  ['Ctrl-D', '\x04'],
])('on a terminal each is asked for before anything is installed, and %s is a no', async (name, answer) => {
  program('apt-get', 'echo apt 2.6');
  const { code, said, asked } = await answering(answer);
  expect(said).toMatch(/(PostgreSQL|NATS) ≥ [\d.]+ is not on this machine. It can be (installed|unpacked)/);
  expect(said).toContain('Redis ≥ 7 is missing: ./navette up --yes gets it from Debian; or install it');
  // Installing PostgreSQL needs root: nobody else is asked.
  const questions = process.getuid() === 0 ? 3 : 2;
  expect({ code, asked }).toEqual({ code: 3, asked: name === 'n' ? questions : 1 });
  expect(nothingBegan()).toBe(true);
});

test('Ctrl-C at the question ends it as anywhere', async () => {
  program('apt-get', 'echo apt 2.6');
  const { code, said, asked } = await answering('\x03');
  expect({ code, asked }).toEqual({ code: 130, asked: 1 });
  expect(said).not.toContain('is missing');
  expect(nothingBegan()).toBe(true);
});
