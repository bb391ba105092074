import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../lib/paths.mjs';
import { temporaryFolder } from './_helpers.mjs';

const navette = (args, env = process.env) =>
  spawnSync('/bin/sh', [join(root, 'navette'), ...args], { encoding: 'utf8', env: { ...env, NODE_OPTIONS: '' } });

describe('./navette', () => {
  test.each([
    [[], 'Accepted: up, down, reset, doctor, logs, migrate, test, check'],
    [['fly'], 'unknown command fly. Accepted: up, down'],
    [['up', '--quick'], 'Accepted: --detach, --separate, --yes, --json.'],
    [['up', 'now'], 'unexpected argument now'],
    [['test', '--only', 'some'], 'Accepted: unit, int, flow, e2e.'],
    [['logs', 'nobody'], 'nobody is unknown. Accepted:'],
    [['logs', '--lines', 'many'], 'not a number of lines'],
    [['check', 'spelling'], 'spelling is unknown. Accepted: format,'],
    [['reset'], 'say --yes'],
  ])('%j is wrong usage: code 2, the accepted values on stderr, nothing on stdout', (args, sentence) => {
    const { status, stdout, stderr } = navette(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    // No colour off a terminal.
    expect(stderr).not.toContain('\u001b');
  });

  test('--help is a result: code 0, on stdout', () => {
    const { status, stdout, stderr } = navette(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^usage: /);
  });

  test.each([
    ['absent', null, 'is missing'],
    ['too old', '20.18.3', 'is too old'],
  ])('Node.js %s: code 3', (_case, version, sentence) => {
    const { dir, remove } = temporaryFolder();
    const program = (name, script) => writeFileSync(join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    program('dirname', 'exec /usr/bin/dirname "$@"');
    if (version) {
      // The real Node.js, which believes that it is an older one.
      const belief = join(dir, 'belief.cjs');
      writeFileSync(belief, `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });\n`);
      program(
        'node',
        `[ "$1" = --version ] && { echo v${version}; exit; }\nexec ${process.execPath} -r ${belief} "$@"`,
      );
    }
    const { status, stderr } = navette(['doctor'], { PATH: dir });
    remove();
    expect(status).toBe(3);
    expect(stderr).toContain(sentence);
  });
});
