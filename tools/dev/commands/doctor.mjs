import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { findBrowser } from '../browser.mjs';
import { Exit } from '../lib/exit.mjs';
import { leftovers } from '../lib/leftovers.mjs';
import { describe, holderOf } from '../lib/lock.mjs';
import { result, table } from '../lib/output.mjs';
import { stateDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { isInstalled } from '../prepare.mjs';
import { readRun } from '../run-file.mjs';
import { findBinary } from '../servers/binaries.mjs';
import { whyNotDebian } from '../servers/debian.mjs';
import { dockerAnswers } from '../servers/docker.mjs';
import { checkExternal, externalAddress, variableOf } from '../servers/external.mjs';
import { advice, describe as describeServer } from '../servers/install.mjs';
import { isAtLeast, kinds, requirements } from '../servers/versions.mjs';

/**
 * `ok`: nothing to do. `note`: works, and there is something to say. `missing`: `up` and `test` cannot run.
 *
 * @typedef {{ name: string, state: 'ok' | 'note' | 'missing', detail: string, todo?: string }} Finding
 * @typedef {import('../servers/versions.mjs').Kind} Kind
 */

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'doctor',
  summary: 'say what is here, what is missing, and what to do',
  options: { json: { type: 'boolean', help: 'print the findings as JSON, on one line' } },
  async run({ values: { json = false } }) {
    const findings = await examine();
    const missing = findings.some(({ state }) => state === 'missing');
    if (json) result(JSON.stringify({ ok: !missing, findings }));
    else result(table(findings.map(({ name, state, detail, todo = '' }) => [name, state, detail, todo])));
    return missing ? Exit.missing : Exit.done;
  },
};

/** @returns {Promise<Finding[]>} */
async function examine() {
  return [
    node(),
    await npm(),
    dependencies(),
    ...(await Promise.all(kinds.map(server))),
    browser(),
    await docker(),
    running(),
    stale(),
    await disk(),
  ];
}

/** @returns {Finding} */
function node() {
  const version = process.versions.node;
  // Older ones do not get here: ./navette itself refuses them.
  if (isAtLeast(version, '24')) return { name: 'node', state: 'ok', detail: version };
  return {
    name: 'node',
    state: 'note',
    detail: version,
    todo: 'works; 24 is recommended, as older ones get no more fixes',
  };
}

/** @returns {Promise<Finding>} */
async function npm() {
  const { code, stdout } = await run('npm', ['--version']);
  if (code === 0) return { name: 'npm', state: 'ok', detail: stdout.trim() };
  return { name: 'npm', state: 'missing', detail: 'not found', todo: 'install it: it comes with Node.js' };
}

/** @returns {Finding} */
function dependencies() {
  return isInstalled()
    ? { name: 'dependencies', state: 'ok', detail: 'as package-lock.json says' }
    : { name: 'dependencies', state: 'note', detail: 'not installed, or out of date', todo: 'up and test run npm ci' };
}

/** @returns {Finding} */
function browser() {
  const path = findBrowser();
  return path === null
    ? {
        name: 'Chromium',
        state: 'note',
        detail: 'not found',
        todo: 'only test needs it, and gets it from Debian: test --yes',
      }
    : { name: 'Chromium', state: 'ok', detail: path };
}

/** @param {Kind} kind @returns {Promise<Finding>} */
async function server(kind) {
  const name = requirements[kind].label;
  try {
    const external = externalAddress(kind);
    if (external) {
      const version = await checkExternal(kind, external);
      return { name, state: 'ok', detail: `${version ?? 'answers'}, from ${variableOf(kind)}` };
    }
    return await localServer(kind, name);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, state: 'missing', detail, todo: `correct or unset ${variableOf(kind)}` };
  }
}

/** @param {Kind} kind @param {string} name @returns {Promise<Finding>} */
async function localServer(kind, name) {
  const { binary, tooOld } = await findBinary(kind);
  if (binary) return { name, state: 'ok', detail: `${binary.version}, ${binary.path}` };
  const old = tooOld.map(({ path, version }) => `${path} is ${version}, too old`).join('; ');
  const detail = `${describeServer(kind)} not found${old ? `: ${old}` : ''}`;
  // Without Debian only an engine is left; one that answers will do.
  if ((await whyNotDebian(kind)) !== null && (await dockerAnswers())) {
    return { name, state: 'note', detail, todo: 'up runs it in a container' };
  }
  return { name, state: 'missing', detail, todo: await advice(kind) };
}

/** @returns {Promise<Finding>} */
async function docker() {
  const detail = (await dockerAnswers()) ? 'an engine answers' : 'no engine answers';
  return { name: 'docker', state: 'ok', detail: `${detail}; only used where a server cannot be had otherwise` };
}

/** @returns {Finding} */
function running() {
  const holder = holderOf('up');
  if (!holder) return { name: 'running', state: 'ok', detail: 'nothing' };
  const up = readRun();
  return { name: 'running', state: 'ok', detail: up ? `${up.url} (${describe(holder)})` : describe(holder) };
}

/** @returns {Finding} */
function stale() {
  const found = leftovers().map((folder) => basename(folder));
  if (found.length === 0) return { name: 'leftovers', state: 'ok', detail: 'none' };
  return { name: 'leftovers', state: 'note', detail: found.join(', '), todo: 'the next up, test or down removes them' };
}

/** @returns {Promise<Finding>} */
async function disk() {
  if (!existsSync(stateDir)) return { name: 'disk', state: 'ok', detail: '.navette is not there yet' };
  const { stdout } = await run('du', ['-sk', stateDir]);
  const megabytes = Math.round(Number.parseInt(stdout, 10) / 1024);
  return { name: 'disk', state: 'ok', detail: `.navette holds ${megabytes} MB; ./navette reset removes its data` };
}
