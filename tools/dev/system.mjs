import { existsSync } from 'node:fs';
import { defaultPrefix, environment, servicePorts } from './environment.mjs';
import { Exit, Stop } from './lib/exit.mjs';
import { step } from './lib/output.mjs';
import { dataDir, inRoot, logsDir } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { run } from './lib/run.mjs';
import { lastPorts } from './run-file.mjs';
import { secrets } from './secrets.mjs';
import { declareUsers, startServers } from './servers/index.mjs';
import { plainEnvironment } from './servers/launch.mjs';
import { appsToRun } from './services.mjs';

/**
 * The parts of a running system, in the order they are started in.
 *
 * @typedef {import('./servers/index.mjs').Servers} Servers
 */

/** @param {import('./servers/install.mjs').Install | undefined} install */
export function startOwnServers(install) {
  const { postgres, nats, redis, smtp } = lastPorts();
  const preferred = (/** @type {number | undefined} */ port) => (port ? { port } : {});
  return step('starting PostgreSQL, NATS, Redis and SMTP', () =>
    startServers({
      dir: dataDir,
      logs: logsDir,
      want: ['postgres', 'nats', 'redis', 'smtp'],
      settings: {
        postgres: preferred(postgres),
        nats: preferred(nats),
        redis: preferred(redis),
        smtp: preferred(smtp),
      },
      ...(install ? { install } : {}),
    }),
  );
}

/** Ports for the services, those of the last run where they are free: addresses stay the same. */
export async function chooseServicePorts() {
  const last = lastPorts();
  /** @type {Record<string, number>} */
  const ports = {};
  for (const name of servicePorts()) ports[name] = await freePort(last[name]);
  return ports;
}

/** @param {Servers} servers @param {Record<string, number>} ports */
export const environmentFor = (servers, ports) => environment({ servers, secrets: secrets(), ports });

/** What a developer set is passed on, but what we generate wins. @param {Record<string, string>} generated */
export function processEnvironment(generated) {
  const ours = Object.entries(process.env).filter(([name]) => /^(NAVETTE_|OTEL_|NODE_)/.test(name));
  return { ...plainEnvironment(), ...Object.fromEntries(ours), ...generated };
}

/** @param {Record<string, string>} generated */
export const migrate = (generated) => step('migrating', () => runScript('migrate.js', [], generated));

/**
 * A user of NATS for each service, on a server of ours.
 *
 * @param {Servers} servers
 * @param {Record<string, string>} generated
 */
export async function declareNatsUsers({ nats }, generated) {
  if (!nats.userFolders) return;
  const env = processEnvironment(generated);
  const { code, stdout, stderr } = await run(process.execPath, [built('solo', 'nats-users.js')], {
    cwd: inRoot(),
    env,
  });
  if (code !== 0) throw new Stop(Exit.failed, `apps/solo/dist/nats-users.js ended with code ${code}:\n${stderr}`);
  await declareUsers(
    nats,
    env['NAVETTE_STREAM_PREFIX'] || env['NAVETTE_PREFIX'] || defaultPrefix,
    JSON.parse(stdout).users,
  );
}

/** @param {Record<string, string>} generated */
export const seed = (generated) => step('seeding', () => runScript('seed.js', [], generated));

/** @param {Record<string, string>} generated */
export const dropAll = (generated) =>
  step('dropping our databases, roles, streams and keys', () => runScript('migrate.js', ['--drop'], generated));

/** @param {string} name @param {string[]} args @param {Record<string, string>} generated */
async function runScript(name, args, generated) {
  const script = built('solo', name);
  const env = processEnvironment(generated);
  const { code } = await run(process.execPath, [script, ...args], { cwd: inRoot(), env, show: true });
  if (code !== 0) throw new Stop(Exit.failed, `apps/solo/dist/${name} ended with code ${code}: see the messages above`);
}

/** @param {string} app @param {string} file */
export function built(app, file) {
  const script = inRoot('apps', app, 'dist', file);
  if (!existsSync(script))
    throw new Stop(Exit.failed, `apps/${app}/dist/${file} is not there: this checkout does not build it yet`);
  return script;
}

/** Before anything is started: does this checkout hold what `up` runs? @param {boolean} separate */
export function requireBuilt(separate) {
  for (const file of ['migrate.js', 'nats-users.js', 'seed.js']) built('solo', file);
  for (const app of appsToRun(separate)) built(app, 'main.js');
}
