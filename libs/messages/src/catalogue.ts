import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The languages of the suite; the files of `<locale>/` hold the same codes in each. */
export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

/** The package's folder: one up from `src` and from `dist` alike, so that the JSON files need no copy. */
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/**
 * Reads `<folder>/<locale>/<context>.json` into one map of ICU texts by code.
 * @throws Error naming the file, when it is not a JSON object of texts whose keys start with the name of the file
 */
export function readCatalogue(locale: Locale, folder: string = packageFolder): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const files = readdirSync(`${folder}/${locale}`).filter((file) => file.endsWith('.json'));
  for (const file of files.sort()) {
    const where = `messages ${locale}/${file}`;
    const context = file.slice(0, -'.json'.length);
    for (const [code, text] of Object.entries(
      parseObject(where, readFileSync(`${folder}/${locale}/${file}`, 'utf8')),
    )) {
      if (!code.startsWith(`${context}.`)) throw new Error(`${where}: key "${code}" does not start with "${context}."`);
      if (typeof text !== 'string' || text === '') throw new Error(`${where}: the value of "${code}" is not a text`);
      texts.set(code, text);
    }
  }
  return texts;
}

function parseObject(where: string, json: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new Error(`${where}: not JSON`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error(`${where}: not an object`);
  return parsed as Record<string, unknown>;
}
