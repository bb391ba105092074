import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findBinary } from '../servers/binaries.mjs';
import { isAtLeast, requirements, versionIn } from '../servers/versions.mjs';
import { temporaryFolder } from './_helpers.mjs';

describe('versions of servers', () => {
  test.each([
    ['postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
    ['postgres (PostgreSQL) 18beta2', '18'],
    ['nats-server: v2.10.27', '2.10.27'],
    ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=d8c5b7', '7.0.15'],
  ])('%s is %s', (answer, version) => expect(versionIn(answer)).toBe(version));

  test.each([
    ['2.10.0', '2.10', true],
    ['2.9.10', '2.10', false],
    ['3.0', '2.10', true],
    ['15.18', '15', true],
    ['14.9', '15', false],
    ['7', '7', true],
  ])('%s is at least %s: %s', (have, need, answer) => expect(isAtLeast(have, need)).toBe(answer));
});

describe('looking for a binary on the machine', () => {
  const path = process.env.PATH;
  let folder = temporaryFolder();
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => {
    process.env.PATH = path;
    folder.remove();
  });

  function install(answer) {
    const file = join(folder.dir, requirements.nats.program);
    writeFileSync(file, `#!/bin/sh\necho '${answer}'\n`);
    chmodSync(file, 0o755);
    process.env.PATH = `${folder.dir}${delimiter}${path}`;
    return file;
  }

  test('2.10 is taken', async () => {
    const file = install('nats-server: v2.10.1');
    expect((await findBinary('nats')).binary).toMatchObject({ path: file, version: '2.10.1', from: 'machine' });
  });

  test('2.9 counts as absent, and is named', async () => {
    const file = install('nats-server: v2.9.10');
    const { binary, tooOld } = await findBinary('nats');
    expect(binary?.path).not.toBe(file);
    expect(tooOld).toContainEqual({ path: file, version: '2.9.10' });
  });

  test('what does not run counts as absent', async () => {
    const file = install('');
    writeFileSync(file, '#!/bin/sh\nexit 1\n');
    expect((await findBinary('nats')).binary?.path).not.toBe(file);
  });
});
