/**
 * Migrations only move forward: named by the minute they were written, and never edited once landed, since somewhere a
 * database has run them as they were. `--update` notes new ones in the lock; it never changes a noted one.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { count, filesUnder, readJson, runAsProgram } from './_check.mjs';

const LOCK = 'tools/checks/migrations.lock.json';
const NAME = /\/(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})-[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/;

export async function migrations({ root, args }) {
  const inMigrations = /\/migrations\/[^/]+(?<!\.spec)\.ts$/;
  const found = await filesUnder(root, ['libs', 'apps'], (path) => inMigrations.test(path));
  const paths = found.filter((path) => !path.endsWith('/index.ts'));
  const present = Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await hash(join(root, path))])),
  );
  const landed = await readJson(join(root, LOCK), {});

  const { fresh, problems } = judge(present, landed);
  problems.push(...(await unlisted(root, paths, found)));
  if (args.includes('--update') && problems.length === 0 && fresh.length > 0) {
    const noted = Object.entries({ ...landed, ...present }).sort(([a], [b]) => (a < b ? -1 : 1));
    await writeFile(join(root, LOCK), `${JSON.stringify(Object.fromEntries(noted), null, 2)}\n`);
    return { problems, summary: `migrations: ${count(fresh.length, 'new one')} noted in ${LOCK}` };
  }
  const asked = problems.length === 0 ? fresh : [];
  const unnoted = asked.map((path) => ({ path, problem: `not in ${LOCK}: node tools/checks/migrations.mjs --update` }));
  return { problems: [...problems, ...unnoted], summary: `migrations: ${count(paths.length, 'file')}` };
}

/** `present` and `landed` map paths to hashes; answers the files that are new, and what is wrong. */
function judge(present, landed) {
  const problems = [];
  const report = (path, problem) => problems.push({ path, problem });
  for (const path of Object.keys(landed)) {
    if (!(path in present)) report(path, 'has landed and is gone: write another migration instead');
    else if (present[path] !== landed[path]) {
      report(path, `has landed and was edited: write another one (not landed after all? drop its line in ${LOCK})`);
    }
  }
  const fresh = Object.keys(present).filter((path) => !(path in landed));
  for (const path of fresh) {
    if (!isNamed(path)) report(path, 'name it <UTC yyyymmddhhmm>-<slug>.ts');
    const before = Object.keys(landed).find((other) => dirname(other) === dirname(path) && other > path);
    if (before) report(path, `would run before ${before}, which has landed: give it the time of now`);
  }
  return { fresh, problems };
}

/** A migration that its folder's index.ts does not import never runs. */
async function unlisted(root, paths, found) {
  const problems = await Promise.all(
    paths.map(async (path) => {
      const index = `${dirname(path)}/index.ts`;
      if (!found.includes(index)) return [];
      const text = await readFile(join(root, index), 'utf8');
      return text.includes(`'./${basename(path, '.ts')}.js'`) ? [] : [{ path, problem: `not imported by ${index}` }];
    }),
  );
  return problems.flat();
}

function isNamed(path) {
  const [, year, month, day, hour, minute] = NAME.exec(path) ?? [];
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.getUTCDate() === Number(day);
}

async function hash(path) {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

await runAsProgram(import.meta, migrations);
