import { stripVTControlCharacters } from 'node:util';

/**
 * Sums what Jest's result file says, and trusts nothing that looks like success: a runner that died, a file that does
 * not load, a spec without tests, a skipped test without a reason are failures.
 *
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] | null }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} SpecFile
 * @typedef {{ success: boolean, testResults: SpecFile[] }} JestResult
 * @typedef {{ passed: number, failed: number, skipped: number, failures: Failure[], unsteady: Failure[] }} Summary
 * @typedef {{ name: string, reason: string }} Failure `unsteady` failed once, and passed when run again
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

/** Files in which something failed. @param {JestResult | null} result */
export const failedFiles = (result) =>
  (result?.testResults ?? []).filter((file) => summariseFile(file, false).failed > 0).map(({ name }) => name);

/**
 * The first run, with what came of its failed files when they were run again. What failed only once is told as such.
 *
 * @param {JestResult} first
 * @param {Summary} second
 * @param {readonly string[]} files those of the second run
 * @returns {Summary}
 */
export function afterAnother(first, second, files) {
  const [once, again] = [false, true].map((isAgain) =>
    first.testResults
      .filter(({ name }) => files.includes(name) === isAgain)
      .map((file) => summariseFile(file, false))
      .reduce(add, nothing()),
  );
  const stillFails = new Set(second.failures.map(({ name }) => name));
  const unsteady = again.failures.filter(({ name }) => second.passed > 0 && !stillFails.has(name));
  return { ...add(once, second), unsteady };
}

/** @returns {Summary} */
export const nothing = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] });

/** @param {string} name @param {string} reason @returns {Summary} */
export const failure = (name, reason) => ({ ...nothing(), failed: 1, failures: [{ name, reason }] });

/** @param {Summary} a @param {Summary} b @returns {Summary} */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
  unsteady: [...a.unsteady, ...b.unsteady],
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
