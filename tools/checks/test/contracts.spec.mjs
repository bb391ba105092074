import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bufProblems, contracts, differences } from '../contracts.mjs';
import { withRepository } from './_repository.mjs';

const GENERATED = 'libs/contracts/src/gen';

describe('contracts', () => {
  it('has nothing to say before there is a contract', async () => {
    const { problems } = await withRepository({ 'package.json': '{}' }, (root) => contracts({ root }));
    expect(problems).toEqual([]);
  });

  it('passes on what buf refuses, by file and line', () => {
    const finding = {
      path: 'proto/navette/x/v1/a.proto',
      start_line: 3,
      type: 'FIELD_NO_DELETE',
      message: 'field deleted',
    };
    expect(bufProblems({ code: 100, stdout: `${JSON.stringify(finding)}\n` })).toEqual([
      { path: 'proto/navette/x/v1/a.proto:3', problem: 'field deleted' },
    ]);
  });

  it('fails when buf itself does', () => {
    expect(bufProblems({ code: 1, stderr: 'Failure: no such file' })).toEqual([
      { path: 'proto', problem: 'Failure: no such file' },
    ]);
    expect(bufProblems({ code: 'ENOENT', message: 'spawn buf ENOENT' })).toHaveLength(1);
  });

  it('sees generated code that was edited, forgotten or left over', async () => {
    const files = {
      'fresh/same.ts': 'same',
      'fresh/edited.ts': 'as generated',
      'fresh/sub/forgotten.ts': 'new',
      'committed/same.ts': 'same',
      'committed/edited.ts': 'by hand',
      'committed/left-over.ts': 'old',
    };
    const problems = await withRepository(files, (root) => differences(join(root, 'fresh'), join(root, 'committed')));
    expect(problems.map(({ path }) => path)).toEqual([
      `${GENERATED}/edited.ts`,
      `${GENERATED}/left-over.ts`,
      `${GENERATED}/sub/forgotten.ts`,
    ]);
  });
});
