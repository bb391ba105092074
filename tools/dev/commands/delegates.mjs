import { existsSync } from 'node:fs';
import { inRoot, stateDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { holderOf } from '../lib/lock.mjs';
import { prepare } from '../prepare.mjs';
import { readEnvironment } from '../run-file.mjs';

/**
 * Commands that are programs of their own, compiled with the rest. One whose source is not in this checkout is no
 * command of it.
 */
const delegates = {
  demo: 'run real input through the whole line, and check the outcome',
  bench: 'measure',
  sagas: 'list, show, retry or resolve sagas',
  'dead-letters': 'list, show, retry or resolve messages that could not be handled',
  bootstrap: 'make the first network, company, station and administrator',
  keys: 'rotate the keys that sign access tokens',
  guide: 'take the pictures of the guide',
  config: 'document every variable of the configuration',
};

/** @param {string} name */
function scriptOf(name) {
  return [inRoot('tools', name, 'main.mjs'), inRoot('tools', 'dist', `${name}.js`)].find((file) => existsSync(file));
}

/** @returns {import('../lib/arguments.mjs').Command[]} */
export function delegateCommands() {
  return Object.entries(delegates).flatMap(([name, summary]) => {
    const script = scriptOf(name);
    return script ? [{ name, summary, passThrough: true, run: ({ rest }) => delegate(script, rest) }] : [];
  });
}

/** It gets the addresses and passwords of the system that is up, if one is. @param {string} script @param {string[]} args */
async function delegate(script, args) {
  await prepare();
  const known = holderOf('up') ? (readEnvironment() ?? {}) : {};
  const env = { ...process.env, ...known, NAVETTE_STATE_DIR: stateDir };
  const { code } = await run(process.execPath, [script, ...args], {
    cwd: inRoot(),
    env,
    show: true,
    stdout: 'inherit',
    input: 'inherit',
  });
  return code;
}
