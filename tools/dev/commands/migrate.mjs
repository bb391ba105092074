import { atEnd } from '../lib/cleanup.mjs';
import { Exit } from '../lib/exit.mjs';
import { holderOf, takeLock } from '../lib/lock.mjs';
import { prepare } from '../prepare.mjs';
import { readEnvironment } from '../run-file.mjs';
import { requireServers } from '../servers/index.mjs';
import { chooseServicePorts, environmentFor, migrate, requireBuilt, startOwnServers } from '../system.mjs';

/** @type {import('../lib/arguments.mjs').Command} */
export default {
  name: 'migrate',
  summary: 'bring the databases up to date, whether or not up is running',
  options: { yes: { type: 'boolean', help: 'fetch missing servers without asking' } },
  async run({ values: { yes } }) {
    const install = yes ? 'yes' : undefined;
    if (!holderOf('up')) await requireServers(install);
    await prepare();
    requireBuilt(false);
    await migrate((await environmentOfRun()) ?? (await environmentOfOwn(install)));
    return Exit.done;
  },
};

/** A system that is up is migrated where it runs. */
async function environmentOfRun() {
  return holderOf('up') ? readEnvironment() : null;
}

/** Else its servers are started for the time of it. @param {'yes' | undefined} install */
async function environmentOfOwn(install) {
  const lock = takeLock('up');
  atEnd(lock.release);
  const servers = await startOwnServers(install);
  atEnd(servers.stopAll);
  return environmentFor(servers, await chooseServicePorts());
}
