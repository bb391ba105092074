import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { migrations } from '../migrations.mjs';
import { withRepository } from './_repository.mjs';

const FOLDER = 'apps/stock/src/database/migrations';
const FIRST = `${FOLDER}/202601010900-catalogue.ts`;
const LOCK = 'tools/checks/migrations.lock.json';

/** The hash of a migration whose text is `first`. */
const FIRST_HASH = 'a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e';

async function check(files, args = []) {
  return withRepository({ 'tools/checks/README': '', ...files }, async (root) => {
    const { problems } = await migrations({ root, args });
    const lock = JSON.parse(await readFile(join(root, LOCK), 'utf8').catch(() => '{}'));
    return { problems: problems.map(({ path, problem }) => `${path}: ${problem}`), lock };
  });
}

describe('migrations', () => {
  it('passes on landed ones left alone', async () => {
    expect((await check({ [FIRST]: 'first', [LOCK]: { [FIRST]: FIRST_HASH } })).problems).toEqual([]);
  });

  it('refuses an edit and a removal of what has landed, with --update too', async () => {
    for (const args of [[], ['--update']]) {
      const edited = await check({ [FIRST]: 'edited', [LOCK]: { [FIRST]: FIRST_HASH } }, args);
      expect(edited.problems).toEqual([expect.stringContaining('was edited')]);
      expect(edited.lock).toEqual({ [FIRST]: FIRST_HASH });
      const removed = await check({ [LOCK]: { [FIRST]: FIRST_HASH } }, args);
      expect(removed.problems).toEqual([expect.stringContaining('is gone')]);
    }
  });

  it('notes a new one with --update, and asks for it', async () => {
    expect((await check({ [FIRST]: 'first' })).problems).toEqual([expect.stringContaining('--update')]);
    expect(await check({ [FIRST]: 'first' }, ['--update'])).toEqual({ problems: [], lock: { [FIRST]: FIRST_HASH } });
  });

  it.each([
    '2026-01-01-catalogue',
    '202601010900',
    '202613010900-catalogue',
    '202602300900-x',
    '202601010900-Catalogue',
  ])('refuses the name %s', async (name) => {
    const { problems } = await check({ [`${FOLDER}/${name}.ts`]: '' }, ['--update']);
    expect(problems).toEqual([expect.stringContaining('<UTC yyyymmddhhmm>-<slug>.ts')]);
  });

  it('refuses one that would run before a landed one of its folder', async () => {
    const files = { [FIRST]: 'first', [LOCK]: { [FIRST]: FIRST_HASH } };
    const late = await check({ ...files, [`${FOLDER}/202512312359-late.ts`]: '' });
    expect(late.problems).toContainEqual(expect.stringContaining('would run before'));
    const elsewhere = await check({ ...files, 'apps/parties/src/database/migrations/202512312359-a.ts': '' }, [
      '--update',
    ]);
    expect(elsewhere.problems).toEqual([]);
  });

  it('refuses one that the list of its folder forgets', async () => {
    const files = { [FIRST]: 'first', [LOCK]: { [FIRST]: FIRST_HASH } };
    const index = (text) => check({ ...files, [`${FOLDER}/index.ts`]: text });
    expect((await index("import './202601010900-catalogue.js';")).problems).toEqual([]);
    expect((await index('')).problems).toEqual([expect.stringContaining('not imported')]);
  });

  it('leaves the list of migrations and their specs alone', async () => {
    const files = { [`${FOLDER}/index.ts`]: '', [`${FOLDER}/202601010900-catalogue.int.spec.ts`]: '' };
    expect((await check(files)).problems).toEqual([]);
  });
});
