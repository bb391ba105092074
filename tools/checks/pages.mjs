/** The back office's pages build, and each loads no more JavaScript than WE-10 allows. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPages } from '../dev/pages.mjs';
import { count, readJson, runAsProgram } from './_check.mjs';

const DIST = 'apps/web/dist';
/** As it goes over the line: the shell and all that a page imports. */
const MOST_BYTES = 250 * 1_024;

export async function pages({ root }) {
  const weights = await pageWeights(join(root, DIST));
  const [heaviest] = weights;
  return {
    problems: weights
      .filter(({ bytes }) => bytes > MOST_BYTES)
      .map(({ page, bytes }) => ({
        path: `apps/web/${page}`,
        problem: `loads ${kilobytes(bytes)} of JavaScript, ${kilobytes(MOST_BYTES)} at most`,
      })),
    summary: `pages: ${count(weights.length, 'page')}, the heaviest ${kilobytes(heaviest?.bytes ?? 0)}`,
  };
}

const kilobytes = (bytes) => `${Math.ceil(bytes / 1_024)} kB`;

/** Compressed JavaScript that each page makes a browser load, the heaviest first. */
export async function pageWeights(dist) {
  const manifest = await readJson(join(dist, '.vite/manifest.json'));
  const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
  const needs = (name, found = new Set()) => {
    if (!found.has(name)) {
      found.add(name);
      for (const next of manifest[name].imports ?? []) needs(next, found);
    }
    return found;
  };
  const weigh = async (names) => {
    const files = [...new Set([...names].map((name) => manifest[name].file))].filter((file) => file.endsWith('.js'));
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(join(dist, file))).length));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  const names = Object.keys(manifest).filter((name) => name.endsWith('.page.tsx'));
  const weights = await Promise.all(
    names.map(async (page) => ({ page, bytes: await weigh(new Set([...needs(entry), ...needs(page)])) })),
  );
  return weights.sort((a, b) => b.bytes - a.bytes);
}

await runAsProgram(import.meta, async (options) => {
  await buildPages();
  return pages(options);
});
