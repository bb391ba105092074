import { describe, expect, it } from '@jest/globals';
import { webTexts } from '../web-texts.mjs';
import { withRepository } from './_repository.mjs';

const FOLDER = 'apps/web/src/features/parties';
const SOURCE =
  "const a = t('parties.title'); const b = { title: 'parties.kind' }; const c = t(`parties.kind.${kind}`);";
const TEXTS = { 'parties.title': '{n} tiers', 'parties.kind': 'Nature', 'parties.kind.consumer': 'Consommateur' };

async function problemsOf({ source = SOURCE, fr = TEXTS, en = TEXTS }) {
  const files = {
    [`${FOLDER}/list.tsx`]: source,
    [`${FOLDER}/texts/fr.json`]: fr,
    [`${FOLDER}/texts/en.json`]: en,
  };
  const { problems } = await withRepository(files, (root) => webTexts({ root }));
  return problems.map(({ path, problem }) => `${path}: ${problem}`);
}

describe('WE-11 texts of the pages', () => {
  it('passes where each key has both texts and is asked for, computed keys included', async () => {
    expect(await problemsOf({})).toEqual([]);
  });

  it('misses a text in one language, or one that a source asks for', async () => {
    const { 'parties.kind': _, ...less } = TEXTS;
    expect(await problemsOf({ en: less })).toEqual([`${FOLDER}/texts/en.json: parties.kind is missing`]);
    expect(await problemsOf({ source: `${SOURCE}; t('parties.gone')` })).toEqual([
      `${FOLDER}/list.tsx: parties.gone has no text`,
    ]);
  });

  it('finds what nobody asks for, different values, and broken messages', async () => {
    const more = { ...TEXTS, 'parties.old': 'x' };
    expect(await problemsOf({ fr: more, en: more })).toEqual(['apps/web/src: parties.old is used nowhere']);
    expect(await problemsOf({ en: { ...TEXTS, 'parties.title': '{count} parties' } })).toHaveLength(1);
    expect(await problemsOf({ fr: { ...TEXTS, 'parties.title': '{n' } })).toHaveLength(1);
  });
});
