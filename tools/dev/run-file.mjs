import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writePrivateJson } from './lib/files.mjs';
import { stateDir } from './lib/paths.mjs';

/**
 * What a running system tells scripts (`run.json`) and our own commands (`environment.json`: with passwords). Both are
 * for their owner alone and are gone when nothing runs.
 *
 * @typedef {object} RunFile
 * @property {1} version
 * @property {string} url
 * @property {string} api
 * @property {string} gateway
 * @property {string} smtp
 * @property {{ login: string, password: string }} signIn
 * @property {Record<string, number>} ports
 * @property {Record<string, number>} pids of services and servers that are ours
 * @property {Record<string, string>} startTimes by the same names: a pid alone may be another process by now
 * @property {string} startedAt
 */

const runFile = join(stateDir, 'run.json');
const environmentFile = join(stateDir, 'environment.json');
const portsFile = join(stateDir, 'ports.json');

/** @returns {RunFile | null} */
export const readRun = () => readJson(runFile);

/** @returns {Record<string, string> | null} */
export const readEnvironment = () => readJson(environmentFile);

/** Ports of the last run: the next one takes the same where they are free. @returns {Record<string, number>} */
export const lastPorts = () => readJson(portsFile) ?? {};

/** @param {RunFile} run @param {Record<string, string>} environment */
export function writeRun(run, environment) {
  writePrivateJson(environmentFile, environment);
  writePrivateJson(portsFile, run.ports);
  writePrivateJson(runFile, run);
}

export function forgetRun() {
  for (const file of [runFile, environmentFile]) rmSync(file, { force: true });
}
