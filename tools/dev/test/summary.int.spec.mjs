import { describe, expect, test } from '@jest/globals';
import { summarise } from './summary.mjs';

const spec = (assertionResults, rest = {}) => ({ name: 'a.spec.ts', status: 'passed', assertionResults, ...rest });
const one = (status, fullName = 'adds up') => ({ status, fullName, failureMessages: [] });
const sums = ({ passed, failed, skipped }) => ({ passed, failed, skipped });
const result = (...testResults) => ({ success: true, testResults });

describe('summing what the runner left', () => {
  test('what passed and what failed', () => {
    const { failures, ...rest } = summarise(
      result(spec([one('passed'), one('failed', 'rounds')], { status: 'failed' })),
      1,
    );
    expect(rest).toEqual({ passed: 1, failed: 1, skipped: 0 });
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
