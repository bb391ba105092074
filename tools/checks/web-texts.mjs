/**
 * Texts of the back office, which lie beside what shows them (`texts/fr.json`, `texts/en.json`): both languages have the same
 * keys and fill in the same values, no source asks for a key that is missing, and no key is left over.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { count, filesUnder, readJson, runAsProgram } from './_check.mjs';
import { placeholdersOf } from './messages.mjs';

const LANGUAGES = ['fr', 'en'];
/** `t('a.b')`, and fields of declarations whose texts are looked up later: `title: 'a.b'`. */
const ASKED = /(?:\bt\(\s*|\b(?:title|text|hint|label)Key:\s*|\btitle:\s*)'([a-z][\w-]*(?:\.[\w-]+)+)'/g;
/** A key whose last part is computed: t(`parties.kind.${kind}`). */
const COMPUTED = /`([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/g;

export async function webTexts({ root }) {
  const files = await filesUnder(root, ['apps/web/src'], (path) => /\/texts\/(fr|en)\.json$/.test(path));
  const paths = await filesUnder(root, ['apps/web/src'], (path) => /(?<!\.spec)\.tsx?$/.test(path));
  const sources = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  );
  const problems = [];
  const keys = new Set();
  for (const folder of new Set(files.map((path) => dirname(path)))) {
    const [fr, en] = await Promise.all(
      LANGUAGES.map((language) => readJson(join(root, folder, `${language}.json`), {})),
    );
    problems.push(...compareLanguages(folder, fr, en));
    for (const key of Object.keys({ ...fr, ...en })) {
      if (keys.has(key)) problems.push({ path: folder, problem: `${key} has another text elsewhere` });
      keys.add(key);
    }
  }
  const prefixes = sources.flatMap(({ text }) => [...text.matchAll(COMPUTED)].map(([, prefix]) => prefix));
  const isUsed = (key) =>
    sources.some(({ text }) => text.includes(`'${key}'`)) || prefixes.some((prefix) => key.startsWith(prefix));
  for (const { path, text } of sources) {
    for (const [, key] of text.matchAll(ASKED)) {
      if (!keys.has(key)) problems.push({ path, problem: `${key} has no text` });
    }
  }
  for (const key of keys) if (!isUsed(key)) problems.push({ path: 'apps/web/src', problem: `${key} is used nowhere` });
  return { problems, summary: `web texts: ${count(keys.size, 'text')} in ${LANGUAGES.join(' and ')}` };
}

function compareLanguages(folder, fr, en) {
  const problems = [];
  for (const key of new Set([...Object.keys(fr), ...Object.keys(en)])) {
    if (fr[key] === undefined || en[key] === undefined) {
      const language = fr[key] === undefined ? 'fr' : 'en';
      problems.push({ path: `${folder}/${language}.json`, problem: `${key} is missing` });
      continue;
    }
    try {
      const [inFrench, inEnglish] = [placeholdersOf(fr[key], 'fr'), placeholdersOf(en[key], 'en')].map(String);
      if (inFrench !== inEnglish)
        problems.push({
          path: `${folder}/en.json`,
          problem: `${key} fills in {${inEnglish}}, its French text {${inFrench}}`,
        });
    } catch (error) {
      problems.push({ path: folder, problem: `${key} is not an ICU message: ${error.message}` });
    }
  }
  return problems;
}

await runAsProgram(import.meta, webTexts);
