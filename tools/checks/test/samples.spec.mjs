import { describe, expect, it } from '@jest/globals';
import { compareWithMarks, readMarks } from '../_samples.mjs';
import { withRepository } from './_repository.mjs';

const compare = (marks, findings, rules = ['clock']) =>
  compareWithMarks({ marks, findings, rules, folder: 'samples' }).map(({ path, problem }) => `${path}: ${problem}`);

const mark = { path: 'apps/a.ts', line: 3, rule: 'clock' };

describe('samples', () => {
  it('agree when every mark is found', () => {
    expect(compare([mark], [mark])).toEqual([]);
  });

  it('unmask a rule that sleeps', () => {
    expect(compare([mark], [])).toEqual(['samples/apps/a.ts:3: clock does not catch its sample']);
    expect(compare([mark], [{ ...mark, line: 4 }])).toHaveLength(2);
  });

  it('unmask a rule that reaches too far', () => {
    const elsewhere = { ...mark, path: 'apps/b.ts' };
    expect(compare([mark], [mark, elsewhere])).toEqual([
      'samples/apps/b.ts:3: clock refuses what the sample shows as right',
    ]);
  });

  it('unmask a rule without a sample', () => {
    expect(compare([mark], [mark], ['clock', 'sql-clock'])).toEqual(['samples: no sample for rule sql-clock']);
  });

  it('are marked at the end of the line', async () => {
    const text = 'const a = 1;\nconst b = 2; // refused: clock, tags\n';
    const marks = await withRepository({ 'apps/a.ts': text, 'docs/b.ts': text }, readMarks);
    expect(marks).toEqual([
      { path: 'apps/a.ts', line: 2, rule: 'clock' },
      { path: 'apps/a.ts', line: 2, rule: 'tags' },
    ]);
  });
});
