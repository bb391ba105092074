import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { elapsed, paint, say } from './lib/output.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { compileCommand, compiler } from './prepare.mjs';
import { jestEnvironment, jestProgram } from './test/jest.mjs';

/**
 * The checks of `./navette check`, each a program whose exit code counts.
 *
 * @typedef {{ name: string, args: string[], env?: NodeJS.ProcessEnv }} Check
 * @typedef {{ name: string, ok: boolean, output: string, milliseconds: number }} CheckResult
 */

/** A file whose name begins with `_` is a helper. @returns {Check[]} */
function ownChecks() {
  const folder = inRoot('tools', 'checks');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.mjs') && !file.startsWith('_'))
    .sort()
    .map((file) => ({ name: basename(file, '.mjs'), args: [inRoot('tools', 'checks', file)] }));
}

/**
 * In the order they run: what is quickly known comes first.
 *
 * @returns {Check[]}
 */
export function checks() {
  return [
    {
      name: 'format',
      args: [inRoot('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'],
    },
    ...ownChecks(),
    { name: 'types', args: compileCommand() },
    { name: 'types of pages', args: [compiler, '-p', inRoot('apps', 'web')] },
    { name: 'types of specs', args: [compiler, '-p', inRoot('tsconfig.specs.json')] },
    { name: 'lint', args: [inRoot('node_modules', 'eslint', 'bin', 'eslint.js'), '--max-warnings=0', '.'] },
  ];
}

/** Counted by its specs in `test`, as one check here. @returns {Check} */
export const unitCheck = () => ({
  name: 'unit',
  args: [...jestProgram, '--config', inRoot('jest.unit.config.mjs'), '--silent'],
  env: jestEnvironment(),
});

/** @param {Check} check @returns {Promise<CheckResult>} */
export async function runCheck({ name, args, env = process.env }) {
  const began = Date.now();
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: inRoot(), env });
  const milliseconds = Date.now() - began;
  const ok = code === 0;
  const output = ok ? '' : `${stdout}${stderr}`.trim() || `ended with code ${code} and said nothing`;
  say(`${paint(ok ? 'green' : 'red', ok ? '✓' : '✗')} ${name} (${elapsed(milliseconds)})`);
  if (!ok) say(output.replace(/^/gm, '    '));
  return { name, ok, output, milliseconds };
}
