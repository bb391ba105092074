import { stripVTControlCharacters } from 'node:util';

/**
 * Sums what Jest's result file says, and trusts nothing that looks like success: a runner that died, a file that does
 * not load, a spec without tests, a skipped test without a reason are failures.
 *
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] | null }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} SpecFile
 * @typedef {{ success: boolean, testResults: SpecFile[] }} JestResult
 * @typedef {{ passed: number, failed: number, skipped: number, failures: { name: string, reason: string }[] }} Summary
 */

const SKIPPED = new Set(['pending', 'skipped', 'disabled', 'todo']);
const REASON = /\(skipped: [^)]*\S[^)]*\)/;

/**
 * @param {JestResult | null} result null where the runner left none
 * @param {number} exitCode of the runner
 * @param {{ filtered?: boolean }} [options] by a name pattern: then what it leaves out is no concern
 * @returns {Summary}
 */
export function summarise(result, exitCode, { filtered = false } = {}) {
  if (!result) return failure('the runner', `died with code ${exitCode} and left no results`);
  const total = result.testResults.map((file) => summariseFile(file, filtered)).reduce(add, nothing());
  if (total.passed + total.failed + total.skipped === 0) return failure('the runner', 'found no test');
  if (total.failed === 0 && exitCode !== 0) return add(total, failure('the runner', `ended with code ${exitCode}`));
  return total;
}

/** @returns {Summary} */
export const nothing = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

/** @param {string} name @param {string} reason @returns {Summary} */
export const failure = (name, reason) => ({ ...nothing(), failed: 1, failures: [{ name, reason }] });

/** @param {Summary} a @param {Summary} b @returns {Summary} */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
});

/** @param {SpecFile} file @param {boolean} filtered @returns {Summary} */
function summariseFile(file, filtered) {
  const { name, status, message, assertionResults: tests } = file;
  if (tests.length === 0) return failure(name, firstLines(message) || 'holds no test');
  const total = tests.map((test) => summariseTest(test, filtered)).reduce(add, nothing());
  // What fails outside of a test, such as in afterAll, is told of the file alone.
  const failedOutside = status === 'failed' && !tests.some((test) => test.status === 'failed');
  return failedOutside ? add(total, failure(name, firstLines(message) || 'failed outside of its tests')) : total;
}

/** @param {Assertion} test @param {boolean} filtered @returns {Summary} */
function summariseTest({ status, fullName, failureMessages }, filtered) {
  if (status === 'passed') return { ...nothing(), passed: 1 };
  if (!SKIPPED.has(status)) return failure(fullName, firstLines(failureMessages?.join('\n')) || status);
  if (filtered || REASON.test(fullName)) return { ...nothing(), skipped: 1 };
  return failure(fullName, 'is skipped without a reason: its name must end in “(skipped: why)”');
}

/** @param {string | undefined} text */
const firstLines = (text = '') =>
  stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 12)
    .join(' / ');
