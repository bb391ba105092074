/**
 * Writes what the code says of itself: docs/events, what travels on the bus, from the contracts and from what the services
 * publish and listen to; docs/rights.md and libs/reference/src/rights.ts, the list of rights (ID-4), from the operations that need them; openapi/ and the
 * types of libs/api-client, from the HTTP routes (WE-12). Read from the compiled code: build first.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { filesUnder, root } from '../checks/_check.mjs';
import { compiled, definitionOf } from '../config/variables.mjs';
import { services } from '../dev/services.mjs';
import { eventPages } from './_events.mjs';
import { openapiFiles } from './_openapi.mjs';
import { rightsModule, rightsPage } from './_rights.mjs';

/** The pages by path, as they should be. @returns {Promise<Map<string, string>>} */
export async function reference() {
  const definitions = await Promise.all(services.map(({ name }) => definitionOf(name)));
  const { subscriptionsOf, sagasOf } = await compiled('libs/platform/dist/service/index.js');
  const { messageTypes } = await compiled('libs/contracts/dist/index.js');
  const pages = eventPages({
    types: [...messageTypes().values()],
    listeners: definitions.flatMap((definition) =>
      subscriptionsOf(definition).map(({ type, handler }) => ({ type: type.type, service: definition.name, handler })),
    ),
    steps: definitions.flatMap((definition) => sagasOf(definition).flatMap((saga) => stepsOf(definition.name, saga))),
    publishers: await publishers(),
    files: await protoFiles(),
  });
  const [page, module] = ['docs/rights.md', 'libs/reference/src/rights.ts'];
  const options = await resolveConfig(join(root, page));
  pages.set(
    page,
    await format(rightsPage(definitions, await compiled('libs/reference/dist/index.js')), {
      ...options,
      parser: 'markdown',
    }),
  );
  pages.set(module, await format(rightsModule(definitions), { ...options, parser: 'typescript' }));
  for (const [file, text] of await openapiFiles()) pages.set(file, text);
  return pages;
}

const stepsOf = (service, { type, steps }) =>
  Object.values(steps).map(({ command }) => ({ type: command.type, service, saga: type }));

/** Which services' code publishes which message, by its name. */
async function publishers() {
  const found = new Map();
  const sources = await filesUnder(root, ['apps'], (path) => /\/src\/.*(?<!\.spec|\.helper)\.ts$/.test(path));
  for (const path of sources) {
    const text = await readFile(join(root, path), 'utf8');
    for (const [, message] of text.matchAll(/publish\(\s*(\w+)Message\b/g)) {
      const service = path.split('/')[1];
      found.set(message, (found.get(message) ?? new Set()).add(service));
    }
  }
  return found;
}

/** The files of proto/ with their comments. */
async function protoFiles() {
  const work = await mkdtemp(join(tmpdir(), 'navette-reference-'));
  try {
    execFileSync('node_modules/.bin/buf', ['build', '-o', join(work, 'image.json')], { cwd: root });
    return JSON.parse(await readFile(join(work, 'image.json'), 'utf8')).file;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await rm(join(root, 'docs/events'), { recursive: true, force: true });
  for (const [path, text] of await reference()) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}
