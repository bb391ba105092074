import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writePrivateJson } from '../lib/files.mjs';
import { atEnd } from '../lib/cleanup.mjs';
import { elapsed, paint, say } from '../lib/output.mjs';
import { inRoot, privateDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { obtainBrowser } from '../browser.mjs';
import { addressesOf, startServers } from '../servers/index.mjs';
import { jestEnvironment, jestProgram } from './jest.mjs';
import { failure, summarise } from './summary.mjs';

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
  const { passed, failed, skipped, failures } = summary;
  const mark = failed === 0 ? paint('green', '✓') : paint('red', '✗');
  say(`${mark} ${suite.name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${elapsed(milliseconds)})`);
  for (const { name, reason } of failures) say(`    ${name}: ${reason}`);
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
    const jest = [...jestProgram, '--config', configOf(suite.name), '--ci', '--json', '--outputFile', file, ...args];
    const browser = suite.browser ? { NAVETTE_TEST_BROWSER: await obtainBrowser(install) } : {};
    const env = { ...jestEnvironment(), ...servers.env, ...browser, NAVETTE_TEST_DIR: home };
    const { code } = await run(process.execPath, jest, { cwd: inRoot(), env, show: true });
    return summarise(readJson(file), code, { filtered: args.some((arg) => /^(-t|--testNamePattern)/.test(arg)) });
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
