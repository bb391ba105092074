/**
 * Every error code that a source declares by `defineErrors`, every right and every operation that no right speaks of has its
 * text in French and in English, no text is left over from a code that is gone, and both languages fill in the same values.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { count, filesUnder, ifAbsent, readJson, runAsProgram } from './_check.mjs';

const CATALOGUE = 'libs/messages';
const LANGUAGES = ['fr', 'en'];

export async function messages({ root }) {
  const paths = await filesUnder(root, ['libs', 'apps'], (path) => /\/src\/.*(?<!\.spec)\.ts$/.test(path));
  const sources = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  );
  const declared = await declarations(sources);
  for (const [code, source] of [...rights(sources), ...operations(sources)]) declared.codes.set(code, source);
  const catalogues = await readCatalogues(root);
  const isUsed = (key) => {
    const name = key.replace(/^operation\./, '');
    return sources.some(({ text }) => ["'", '"', '`'].some((quote) => text.includes(quote + name + quote)));
  };
  return {
    problems: [...declared.problems, ...compare(declared.codes, catalogues, isUsed)],
    summary: `messages: ${count(declared.codes.size, 'error code')} in ${LANGUAGES.join(' and ')}`,
  };
}

/** Rights as codes (`right.stock:part.read`): the editor of users shows their texts (ID-4). */
function rights(sources) {
  const list = sources.find(({ path }) => path === 'libs/reference/src/rights.ts');
  const names = [...(list?.text ?? '').matchAll(/'([a-z-]+:[a-z.-]+)'/g)].map(([, name]) => name);
  return names.map((name) => [`right.${name}`, { path: list.path, params: [] }]);
}

/**
 * What services do by themselves, as codes (`operation.stock:consume-parts`): the audit trail shows their texts (ID-9). It is
 * handling a message and going on with a saga. Others, such as signing in, have texts where a person may read of them.
 */
function operations(sources) {
  return sources.flatMap(({ path, text }) => {
    const service = /^apps\/([^/]+)\//.exec(path)?.[1];
    if (service === undefined) return [];
    const handled = [...text.matchAll(/\b(?:on|tells)\(\s*\w+Message,\s*'([a-z-]+)'/g)].map(([, name]) => name);
    const sagas = path.endsWith('.saga.ts') ? [...text.matchAll(/^ {2}type: '([a-z-]+)',/gm)].map(([, type]) => `saga-${type}`) : []; // prettier-ignore
    return [...handled, ...sagas].map((name) => [`operation.${service}:${name}`, { path, params: [] }]);
  });
}

/** The codes that sources declare, each with where and, if it said so, the names its texts may use. */
export async function declarations(sources) {
  const { default: ts } = await import('typescript');
  const codes = new Map();
  const problems = [];
  for (const { path, text } of sources) {
    if (!text.includes('defineErrors(')) continue;
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const where = (node) => `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'defineErrors') declare(node);
      ts.forEachChild(node, visit);
    };
    const declare = (call) => {
      const [context, rules] = call.arguments;
      if (!context || !ts.isStringLiteralLike(context) || !rules || !ts.isObjectLiteralExpression(rules)) {
        problems.push({
          path: where(call),
          problem: 'defineErrors takes literals here, so that its codes can be found',
        });
        return;
      }
      for (const property of rules.properties) {
        if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) {
          problems.push({
            path: where(property),
            problem: 'write the rule as a literal key, so that its code can be found',
          });
          continue;
        }
        codes.set(`${context.text}.${property.name.text}`, {
          path: where(property),
          params: params(property.initializer),
        });
      }
    };
    visit(file);
  }
  return { codes, problems };

  /** `['ordered', 'received']` of `{ kind: …, params: ['ordered', 'received'] }`; undefined where any name goes. */
  function params(value) {
    if (!ts.isObjectLiteralExpression(value)) return undefined;
    const list = value.properties.find((property) => property.name?.getText() === 'params')?.initializer;
    return list && ts.isArrayLiteralExpression(list) ? list.elements.map((element) => element.text) : undefined;
  }
}

async function readCatalogues(root) {
  const catalogues = [];
  for (const language of LANGUAGES) {
    for (const name of (await readdir(join(root, CATALOGUE, language)).catch(ifAbsent([]))).sort()) {
      const path = `${CATALOGUE}/${language}/${name}`;
      catalogues.push({
        path,
        language,
        context: name.replace(/\.json$/, ''),
        texts: await readJson(join(root, path)),
      });
    }
  }
  return catalogues;
}

/** Problems between the declared codes and the texts; `isUsed` knows keys that a source names otherwise. */
export function compare(codes, catalogues, isUsed) {
  const problems = [];
  const fileOf = (key, language) => `${CATALOGUE}/${language}/${key.split('.', 1)[0]}.json`;
  const placeholders = Object.fromEntries(LANGUAGES.map((language) => [language, new Map()]));

  for (const { path, language, context, texts } of catalogues) {
    for (const [key, text] of Object.entries(texts)) {
      if (!key.startsWith(`${context}.`)) problems.push({ path, problem: `${key} does not begin with ${context}.` });
      if (!codes.has(key) && !isUsed(key)) problems.push({ path, problem: `${key} is used nowhere` });
      try {
        placeholders[language].set(key, placeholdersOf(text, language));
      } catch (error) {
        placeholders[language].set(key, undefined);
        problems.push({ path, problem: `${key} is not an ICU message: ${error.message}` });
      }
    }
  }
  for (const key of new Set([
    ...codes.keys(),
    ...LANGUAGES.flatMap((language) => [...placeholders[language].keys()]),
  ])) {
    const declared = codes.get(key);
    for (const language of LANGUAGES) {
      if (placeholders[language].has(key)) continue;
      problems.push({
        path: fileOf(key, language),
        problem: `${key} is missing${declared ? ` (${declared.path})` : ''}`,
      });
    }
    const [fr, en] = LANGUAGES.map((language) => placeholders[language].get(key));
    if (fr && en && fr.join() !== en.join()) {
      problems.push({ path: fileOf(key, 'en'), problem: `${key} fills in {${en}}, its French text {${fr}}` });
    }
    const unknown =
      declared?.params &&
      [...new Set([...(fr ?? []), ...(en ?? [])])].filter((name) => !declared.params.includes(name));
    if (unknown?.length)
      problems.push({ path: declared.path, problem: `${key} has no param {${unknown}}, its texts use it` });
  }
  return problems;
}

/** The names an ICU message fills in, sorted, those inside plural and select branches included. */
export function placeholdersOf(text, language) {
  const names = new Set();
  const visit = (elements) => {
    for (const { type, value, options, children } of elements) {
      // Literals carry their text as value, and the `#` of a plural carries none.
      if (type !== 0 && value !== undefined) names.add(value);
      for (const option of Object.values(options ?? {})) visit(option.value);
      if (children) visit(children);
    }
  };
  visit(new IntlMessageFormat(text, language).getAst());
  return [...names].sort();
}

await runAsProgram(import.meta, messages);
