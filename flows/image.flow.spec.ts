import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '../tools/dev/services.mjs';
import { Deliveries, ONCE } from './support/delivery.js';
import { MainLine } from './support/main-line.js';
import { System, type Launch } from './support/system.js';

/**
 * What the Dockerfile does, without a container engine: the files that `.dockerignore` lets through, `tools/image/build.sh`
 * on them, then every role from the folder it made, by a user who may not write there.
 */
let home: string;
let folder: string;
let system: System;

/** `nobody`; a runner that is not root cannot become another user, and shows less: its own files it could write. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'navette-image-'));
  chmodSync(home, 0o755);
  // That user may not be able to enter the folder of our own Node.js.
  copyFileSync(process.execPath, join(home, 'node'));
  const context = join(home, 'context');
  for (const path of allowedByDockerignore()) {
    cpSync(path, join(context, path), { recursive: true, filter: (file) => !/(^|\/)(node_modules|dist)$/.test(file) });
  }
  folder = join(home, 'navette');
  await promisify(execFile)(join(context, 'tools/image/build.sh'), [folder], { maxBuffer: 64 * 1_048_576 });
  rmSync(context, { recursive: true });
}, 600_000);

afterAll(async () => {
  await system?.remove();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

/** The folder where everything starts in: nowhere that a relative path would find something of ours. */
const fromImage: Launch = (role) => ({
  program: join(home, 'node'),
  args: [join(folder, 'run.mjs'), role],
  cwd: '/',
  ...unprivileged,
});

describe('the folder of the image', () => {
  it('holds nothing that only builds or tests', () => {
    const files = filesOf(folder);
    expect(files.filter((file) => /\.([mc]?ts|map|tsbuildinfo)$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^(apps|libs)\/([^/]+\/(src|test)\/|.*\.spec\.|testing\/)/.test(file))).toEqual([]);
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
    for (const name of Object.keys(manifest['devDependencies'] ?? {})) {
      // A few of them are libraries of libraries, too.
      if (LIBRARIES_TOO.has(name)) continue;
      expect({ name, there: existsSync(join(folder, 'node_modules', name)) }).toEqual({ name, there: false });
    }
    for (const name of Object.keys(manifest['dependencies'] ?? {})) {
      expect({ name, there: existsSync(join(folder, 'node_modules', name)) }).toEqual({ name, there: true });
    }
  });

  it('holds every licence text of what it holds', () => {
    const licence = /(^|\/)(licen[cs]e|notice|copying)[^/]*$/i;
    const kept = filesOf(join(folder, 'node_modules')).filter((file) => licence.test(file));
    const packages = new Set(filesOf(join(folder, 'node_modules')).filter((file) => file.endsWith('/package.json')).map(dirname)); // prettier-ignore
    const installed = filesOf('node_modules').filter((file) => licence.test(file) && packages.has(dirname(file)));
    expect(kept.length).toBeGreaterThan(200);
    expect(installed.filter((file) => !kept.includes(file) && !/\.(ts|map)$/.test(file))).toEqual([]);
    expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toBe(readFileSync('LICENSE', 'utf8'));
  });

  it('is small', () => {
    const bytes = filesOf(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(bytes).toBeLessThan(150 * 1_048_576);
  });

  it('is not built into one that holds something, and refuses a role that it does not have', () => {
    const again = spawnSync('tools/image/build.sh', [folder], { encoding: 'utf8' });
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('is not empty')]);
    const { program, args } = fromImage('stocks');
    const refused = spawnSync(program, args, { encoding: 'utf8' });
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('unknown role stocks. Accepted: ')]);
    for (const role of [
      ...services.map(({ name }) => name),
      'solo',
      'migrate',
      'nats-users',
      'seed',
      'bootstrap',
      'keys',
    ]) {
      expect(refused.stderr).toContain(role);
    }
  });
});

describe('ST-24 from the image', () => {
  let deliveries: Deliveries;
  let before: string[];

  beforeAll(async () => {
    before = stampsOf(folder);
    system = await System.start({ separate: true, launch: fromImage, env: { NODE_ENV: 'production' } });
    deliveries = new Deliveries(system, new MainLine(system));
  }, 180_000);

  async function healthy(app: (service: string) => string): Promise<void> {
    for (const { name } of services) {
      const answers = await Promise.all(['healthz', 'readyz'].map((path) => fetch(`${system.url(name)}/${path}`)));
      const user = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${system.pid(app(name))}/status`, 'utf8'))?.[1];
      expect([name, ...answers.map(({ status }) => status), user]).toEqual([name, 200, 200, String(unprivileged.uid ?? process.getuid?.())]); // prettier-ignore
    }
  }

  async function delivers(): Promise<void> {
    const prepared = await deliveries.waiting();
    await deliveries.receive(prepared);
    expect(await deliveries.effects(prepared)).toEqual(ONCE);
  }

  it('migrates, seeds, and runs one unprivileged process per service, which take a delivery to the customer', async () => {
    await healthy((service) => service);
    await delivers();
  });

  it('runs all of them in one process, and every process ends in order when asked', async () => {
    await system.stop();
    await system.up({}, false);
    await healthy(() => 'solo');
    await delivers();
    expect(await system.terminate('solo')).toBe(0);
  });

  it('has written nothing into the folder', () => {
    expect(stampsOf(folder)).toEqual(before);
  });
});

const LIBRARIES_TOO = new Set(['@types/node', '@types/pg', 'yaml']);

/** The paths that `.dockerignore` takes back from its `*`. */
function allowedByDockerignore(): string[] {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n');
  expect(lines).toContain('*');
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
}

function filesOf(base: string): string[] {
  const entries = readdirSync(base, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(base.length + 1)); // prettier-ignore
}

function stampsOf(base: string): string[] {
  return filesOf(base)
    .map((file) => `${file} ${statSync(join(base, file)).size} ${statSync(join(base, file)).mtimeMs}`)
    .sort();
}
