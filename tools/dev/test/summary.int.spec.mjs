import { describe, expect, test } from '@jest/globals';
import { afterAnother, failedFiles, summarise } from './summary.mjs';

const spec = (assertionResults, rest = {}) => ({ name: 'a.spec.ts', status: 'passed', assertionResults, ...rest });
const one = (status, fullName = 'adds up') => ({ status, fullName, failureMessages: [] });
const sums = ({ passed, failed, skipped }) => ({ passed, failed, skipped });
const result = (...testResults) => ({ success: true, testResults });

describe('summing what the runner left', () => {
  test('what passed and what failed', () => {
    const { failures, unsteady, ...rest } = summarise(
      result(spec([one('passed'), one('failed', 'rounds')], { status: 'failed' })),
      1,
    );
    expect(rest).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(unsteady).toEqual([]);
    expect(failures).toEqual([{ name: 'rounds', reason: 'failed' }]);
  });

  test('a runner that died has failed', () => {
    expect(summarise(null, 137)).toMatchObject({
      passed: 0,
      failed: 1,
      failures: [{ reason: expect.stringContaining('137') }],
    });
  });

  test('a runner that found nothing has failed', () => {
    expect(sums(summarise(result(), 0))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('a runner that ends with an error although its tests passed has failed', () => {
    expect(sums(summarise(result(spec([one('passed')])), 1))).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('a file that does not load has failed', () => {
    const broken = spec([], { status: 'failed', message: '\u001b[31mCannot find module x\u001b[39m\n  at y' });
    expect(summarise(result(spec([one('passed')]), broken), 1)).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [{ name: 'a.spec.ts', reason: 'Cannot find module x / at y' }],
    });
  });

  test('a file without tests has failed', () => {
    expect(summarise(result(spec([])), 0)).toMatchObject({ failed: 1, failures: [{ reason: 'holds no test' }] });
  });

  test('a file that fails outside of its tests has failed once', () => {
    const file = spec([one('passed')], { status: 'failed', message: 'afterAll threw' });
    expect(summarise(result(file), 1)).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [{ reason: 'afterAll threw' }],
    });
  });

  test.each(['pending', 'todo', 'skipped', 'disabled'])('a test that is %s without a reason has failed', (status) => {
    expect(sums(summarise(result(spec([one('passed'), one(status)])), 0))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  test('one with a reason is skipped; an empty reason is none', () => {
    const skipped = spec([
      one('passed'),
      one('pending', 'prints (skipped: no printer here)'),
      one('todo', 'x (skipped: )'),
    ]);
    expect(sums(summarise(result(skipped), 0))).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });

  test('what a name pattern leaves out is no concern', () => {
    const filtered = summarise(result(spec([one('passed'), one('pending')])), 0, { filtered: true });
    expect(sums(filtered)).toEqual({ passed: 1, failed: 0, skipped: 1 });
  });
});

describe('running failed files again', () => {
  const broken = spec([], { name: 'broken.spec.ts', status: 'failed', message: 'no memory' });
  const shaky = spec([one('passed'), one('failed', 'waits')], { name: 'shaky.spec.ts', status: 'failed' });
  const first = result(spec([one('passed'), one('passed')]), broken, shaky);
  const files = ['broken.spec.ts', 'shaky.spec.ts'];
  const again = (second, code) => afterAnother(first, summarise(second, code), files);

  test('is done for those in which something failed, outside of a test, too', () => {
    expect(failedFiles(first)).toEqual(files);
    expect(failedFiles(null)).toEqual([]);
  });

  test('counts what passes then, and says that it had failed', () => {
    const second = result(spec([one('passed')]), spec([one('passed'), one('passed', 'waits')]));
    const { unsteady, ...sum } = again(second, 0);
    expect({ ...sums(sum), failures: sum.failures }).toEqual({ passed: 5, failed: 0, skipped: 0, failures: [] });
    expect(unsteady.map(({ name }) => name)).toEqual(['broken.spec.ts', 'waits']);
  });

  test('leaves failed what fails then, and a runner that dies', () => {
    const second = result(spec([one('passed')]), spec([one('passed'), one('failed', 'waits')], { status: 'failed' }));
    const sum = again(second, 1);
    expect(sums(sum)).toEqual({ passed: 4, failed: 1, skipped: 0 });
    expect(sum.unsteady.map(({ name }) => name)).toEqual(['broken.spec.ts']);
    const dead = again(null, 137);
    expect({ ...sums(dead), unsteady: dead.unsteady }).toEqual({ passed: 2, failed: 1, skipped: 0, unsteady: [] });
  });
});
