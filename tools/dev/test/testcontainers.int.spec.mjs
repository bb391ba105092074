import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { dockerAnswers } from '../servers/docker.mjs';
import { temporaryFolder } from './_helpers.mjs';
import { jestEnvironment, jestProgram } from './jest.mjs';

/** A run of Jest by hand, which gets its servers by itself, in a folder where what it leaves behind is seen. */
async function jestWith(NAVETTE_TESTCONTAINERS) {
  const folder = temporaryFolder();
  const { NAVETTE_TEST_SERVERS: _shared, ...env } = jestEnvironment();
  const args = [...jestProgram, '--config', inRoot('jest.int.config.mjs'), 'tools/dev/test/versions.int.spec.mjs'];
  const given = { ...env, TMPDIR: folder.dir, NAVETTE_TESTCONTAINERS };
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: inRoot(), env: given });
  const left = readdirSync(folder.dir).filter((name) => name.startsWith('navette-'));
  folder.remove();
  return { code, said: stdout + stderr, left };
}

const [only, why] = (await dockerAnswers()) ? [test.skip, ' (skipped: an engine answers here)'] : [test, ''];
only(`NAVETTE_TESTCONTAINERS=1 without an engine says what to do, and nothing is started${why}`, async () => {
  const { code, said, left } = await jestWith('1');
  expect(said).toMatch(/NAVETTE_TESTCONTAINERS=1 .* no container engine answers: start Docker .*, or unset/);
  expect({ code, ran: said.includes('PASS'), left }).toEqual({ code: 1, ran: false, left: [] });
});

test('another value of NAVETTE_TESTCONTAINERS is refused', async () => {
  const { code, said, left } = await jestWith('yes');
  expect(said).toContain('NAVETTE_TESTCONTAINERS is "yes": it may be 1, 0 or unset');
  expect({ code, left }).toEqual({ code: 1, left: [] });
});
