import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../lib/cleanup.mjs';
import { Exit, Stop } from '../lib/exit.mjs';
import { takeLock } from '../lib/lock.mjs';
import { say } from '../lib/output.mjs';
import { dataDir, demoDir, logsDir, stateDir } from '../lib/paths.mjs';
import { prepare } from '../prepare.mjs';
import { variableOf } from '../servers/external.mjs';
import { removeServerData } from '../servers/index.mjs';
import { confirm } from '../servers/install.mjs';
import { secretsFile } from '../secrets.mjs';
import { chooseServicePorts, dropAll, environmentFor, requireBuilt, startOwnServers } from '../system.mjs';
import { stopEverything } from './down.mjs';

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'reset',
  summary: 'end what up started and remove its data, and nothing else',
  options: { yes: { type: 'boolean', help: 'without asking' } },
  async run({ values: { yes = false } }) {
    if (!yes) await askFirst();
    await stopEverything();
    const lock = takeLock('up');
    atEnd(lock.release);
    if (usesForeignServers()) await dropOnForeignServers();
    await removeServerData(dataDir);
    for (const path of [dataDir, logsDir, demoDir, secretsFile, join(stateDir, 'ports.json')]) {
      rmSync(path, { recursive: true, force: true });
    }
    say('removed: databases, streams, keys, mails, logs, passwords and demo runs of this checkout');
    return Exit.done;
  },
};

async function askFirst() {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new Stop(Exit.usage, 'reset removes all data of this checkout: say --yes where nobody can be asked');
  }
  if (!(await confirm('Remove all data of this checkout?'))) throw new Stop(Exit.failed, 'nothing was removed');
}

const usesForeignServers = () =>
  /** @type {const} */ (['postgres', 'nats', 'redis']).some((kind) => process.env[variableOf(kind)]);

/** On servers that are not ours, only what bears our prefix goes: the migration script knows what that is. */
async function dropOnForeignServers() {
  if (!existsSync(secretsFile)) return say('nothing was ever set up on the servers of the environment');
  await prepare();
  requireBuilt(false);
  const servers = await startOwnServers('never');
  atEnd(servers.stopAll);
  await dropAll(environmentFor(servers, await chooseServicePorts()));
  await servers.stopAll();
}
