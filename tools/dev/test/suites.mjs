import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writePrivateJson } from '../lib/files.mjs';
import { atEnd, interruption } from '../lib/cleanup.mjs';
import { elapsed, paint, say } from '../lib/output.mjs';
import { inRoot, privateDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { obtainBrowser } from '../browser.mjs';
import { addressesOf, startServers } from '../servers/index.mjs';
import { jestEnvironment, jestProgram } from './jest.mjs';
import { afterAnother, failedFiles, failure, summarise } from './summary.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name also that of its configuration, `jest.<name>.config.mjs`
 * @property {'none' | 'fast' | 'durable'} servers
 * @property {boolean} [browser] drives Chromium
 *
 * @typedef {import('./summary.mjs').Summary & { name: string, milliseconds: number }} SuiteResult
 */

/** @type {readonly Suite[]} */
export const suites = Object.freeze([
  { name: 'unit', servers: 'none' },
  // A database that a power cut may spoil is good enough here, and three times as quick.
  { name: 'int', servers: 'fast' },
  // Whole flows and crashes: as in earnest.
  { name: 'flow', servers: 'durable' },
  // What people do, in a real browser.
  { name: 'e2e', servers: 'durable', browser: true },
]);

/** What the suites' PostgreSQL differs in: two flows at a time may run two whole systems each, of up to 128 connections. */
const POSTGRES = {
  fast: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  durable: { max_connections: 600 },
};

/** More files than these fail for a reason that another run does not take away (ADR 65). */
const MOST_AGAIN = 3;

/** @param {string} suite */
const configOf = (suite) => inRoot(`jest.${suite}.config.mjs`);

/** Of this machine: containers are the adapter's business (`libs/testing`), Jest's own set-up starts them. @param {Suite} suite */
export const needsServers = ({ servers }) =>
  servers !== 'none' && (process.env['NAVETTE_TESTCONTAINERS'] || '0') === '0';

/**
 * @param {Suite} suite
 * @param {{ dir: string, args: string[], install: import('../servers/install.mjs').Install | undefined }} options
 * @returns {Promise<SuiteResult>}
 */
export async function runSuite(suite, { dir, args, install }) {
  const began = Date.now();
  const summary = await runJest(suite, { dir, args, install }).catch((error) => failure(suite.name, error.message));
  const milliseconds = Date.now() - began;
  const { passed, failed, skipped, failures, unsteady } = summary;
  const mark = failed === 0 ? paint('green', '✓') : paint('red', '✗');
  say(`${mark} ${suite.name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${elapsed(milliseconds)})`);
  for (const { name, reason } of failures) say(`    ${name}: ${reason}`);
  for (const { name, reason } of unsteady) say(`    passed only when run again, alone: ${name}: ${reason}`);
  return { name: suite.name, milliseconds, ...summary };
}

/**
 * @param {Suite} suite
 * @param {{ dir: string, args: string[], install: import('../servers/install.mjs').Install | undefined }} options
 */
async function runJest(suite, { dir, args, install }) {
  if (!existsSync(configOf(suite.name))) return failure(suite.name, `${configOf(suite.name)} is missing`);
  const home = privateDir(join(dir, suite.name));
  const servers = await serversFor(suite, home, install);
  try {
    const file = join(home, 'results.json');
    const browser = suite.browser ? { NAVETTE_TEST_BROWSER: await obtainBrowser(install) } : {};
    const env = { ...jestEnvironment(), ...servers.env, ...browser, NAVETTE_TEST_DIR: home };
    const jest = async (/** @type {string[]} */ ...more) => {
      rmSync(file, { force: true });
      const options = ['--config', configOf(suite.name), '--ci', '--json', '--outputFile', file, ...more];
      const { code } = await run(process.execPath, [...jestProgram, ...options], { cwd: inRoot(), env, show: true });
      return { result: readJson(file), code };
    };
    const { result, code } = await jest(...args);
    const once = summarise(result, code, { filtered: args.some((arg) => /^(-t|--testNamePattern)/.test(arg)) });
    // Whoever asks for certain specs is looking at them, and wants to see what failed.
    const again = args.length > 0 ? [] : failedFiles(result);
    if (again.length === 0 || again.length > MOST_AGAIN || interruption.signal.aborted) return once;
    say(`running again, alone: ${again.join(', ')}`);
    const second = await jest('--maxWorkers=1', '--runTestsByPath', ...again);
    return afterAnother(result, summarise(second.result, second.code), again);
  } finally {
    await servers.stop();
  }
}

/**
 * @param {Suite} suite
 * @param {string} home
 * @param {import('../servers/install.mjs').Install | undefined} install
 */
async function serversFor(suite, home, install) {
  if (!needsServers(suite)) return { env: {}, stop: async () => {} };
  const servers = await startServers({
    dir: join(home, 'servers'),
    want: ['postgres', 'nats', 'redis', 'smtp'],
    settings: { postgres: { config: POSTGRES[suite.servers] } },
    ...(install ? { install } : {}),
  });
  const forget = atEnd(servers.stopAll);
  const file = join(home, 'servers.json');
  writePrivateJson(file, addressesOf(servers));
  return {
    env: { NAVETTE_TEST_SERVERS: file },
    stop: async () => {
      forget();
      await servers.stopAll();
    },
  };
}
