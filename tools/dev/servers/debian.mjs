import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binDir, privateDir } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/**
 * Servers from Debian's archive. NATS and Redis are unpacked under `.navette/bin` and leave the system as it is;
 * PostgreSQL is installed, without a daemon and without a cluster.
 */

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
// Another run, or the machine's own upgrades, may hold dpkg's lock for a while.
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=300'];

/**
 * What to unpack, and from which suites in turn. Bookworm's own NATS (2.9) is too old, while the newer packages need
 * nothing but libc 2.34. Redis comes with the libraries that a bare Debian lacks.
 *
 * @type {Record<'nats' | 'redis', { suites: () => string[], packages: string[] }>}
 */
const unpacked = {
  nats: { suites: () => ['trixie', 'sid'], packages: ['nats-server'] },
  redis: {
    suites: () => [ownSuite()],
    packages: ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2', 'libatomic1', 'libssl3'],
  },
};

/** @param {string} program */
const answers = async (program) => (await run(program, ['--version'])).code === 0;

function ownSuite() {
  return /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'stable';
}

/** Packages that are installed; the others are unpacked, which anybody may do. @type {Record<string, string>} */
const INSTALLED = { postgres: 'postgresql', chromium: 'chromium' };

/** Whether this machine can get it from Debian at all; else the reason. @param {import('./versions.mjs').Kind | 'chromium'} kind */
export async function whyNotDebian(kind) {
  if (!(await answers('apt-get')) || !existsSync(KEYRING)) return 'this is not a Debian system';
  const name = INSTALLED[kind];
  if (name !== undefined && process.getuid?.() !== 0) return `installing the package ${name} needs root`;
  return null;
}

/** @param {import('./versions.mjs').Kind} kind */
export async function fetchFromDebian(kind) {
  if (kind === 'postgres') await installPostgres();
  else await unpack(kind, unpacked[kind]);
}

/** The archive's address, from the machine's own configuration: a mirror set there is used here too. */
async function archive() {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
  const addresses = stdout.split('\n').filter((line) => /\/debian\/?$/.test(line) && !line.includes('security'));
  if (addresses.length === 0) throw new Error("apt's sources name no Debian archive");
  return /** @type {string} */ (addresses.sort()[0]);
}

/**
 * @param {string} kind
 * @param {{ suites: () => string[], packages: string[] }} wanted
 */
async function unpack(kind, { suites, packages }) {
  const work = mkdtempSync(join(tmpdir(), 'navette-apt-'));
  try {
    const address = await archive();
    const problems = [];
    for (const suite of suites()) {
      const problem = await download({ work, address, suite, packages });
      if (problem === null) return await unpackInto(join(privateDir(binDir), kind), work);
      problems.push(`${suite}: ${problem}`);
    }
    throw new Error(`apt-get could not download ${packages.join(', ')}: ${problems.join('; ')}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Downloads with an apt state of our own, so that the system's lists and sources stay as they are.
 *
 * @param {{ work: string, address: string, suite: string, packages: string[] }} what
 * @returns {Promise<string | null>} the problem, or null
 */
async function download({ work, address, suite, packages }) {
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const list = join(work, 'sources.list');
  writeFileSync(list, `deb [signed-by=${KEYRING}] ${address} ${suite} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': join(work, 'state'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(work, 'cache'),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  for (const verb of [['update'], ['download', ...packages]]) {
    const { code, stderr } = await run('apt-get', [...options, '-qq', ...verb], { cwd: work });
    if (code !== 0) return stderr.trim().split('\n').at(-1) ?? `apt-get ${verb[0]} failed`;
  }
  return null;
}

/**
 * @param {string} target
 * @param {string} work
 */
async function unpackInto(target, work) {
  // Beside the target, then renamed: another run in this checkout may be fetching the same.
  const draft = `${target}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
    const { code, stderr } = await run('dpkg', ['-x', join(work, file), draft]);
    if (code !== 0) throw new Error(`dpkg -x ${file}: ${stderr.trim()}`);
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

async function installPostgres() {
  const undo = [noDaemon(), noCluster()];
  try {
    await installPackage('postgresql');
  } finally {
    for (const restore of undo) restore();
  }
}

/** Installs a package of the machine's own archive; needs root. @param {string} name */
export async function installPackage(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...WAIT_FOR_LOCK, name];
  const first = await run('apt-get', install, { env });
  if (first.code === 0) return;
  // A fresh machine has no package lists yet, or old ones that name files gone from the archive.
  await run('apt-get', ['update', '-qq', ...WAIT_FOR_LOCK], { env });
  const second = await run('apt-get', install, { env });
  if (second.code !== 0) throw new Error(`apt-get install ${name}: ${second.stderr.trim()}`);
}

/** While we install, no package may start a daemon; a policy that is there already stays. */
function noDaemon(file = '/usr/sbin/policy-rc.d') {
  if (existsSync(file)) return () => {};
  writeFileSync(file, '#!/bin/sh\nexit 101\n');
  chmodSync(file, 0o755);
  return () => rmSync(file, { force: true });
}

/** While we install, no cluster `main` may be made. A file of our own is added, the administrator's is not touched. */
function noCluster(folder = '/etc/postgresql-common/createcluster.d') {
  const file = join(folder, 'navette.conf');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'create_main_cluster = false\n');
  return () => rmSync(file, { force: true });
}
