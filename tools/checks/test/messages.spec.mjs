import { describe, expect, it } from '@jest/globals';
import { messages, placeholdersOf } from '../messages.mjs';
import { withRepository } from './_repository.mjs';

const SOURCE = `
  /** A comment may show defineErrors('stock', { 'never.declared': 'invalid' }). */
  const errors = defineErrors('stock', {
    'receipt.over': { kind: 'precondition', params: ['ordered'] },
    'receipt.not-found': 'not-found',
  });
  const label = 'stock.state.on-order';
`;
const TEXTS = {
  'stock.receipt.over': 'Seulement {ordered}',
  'stock.receipt.not-found': 'Inconnu',
  'stock.state.on-order': 'Commandé',
};

async function problemsOf({ source = SOURCE, fr = TEXTS, en = TEXTS }) {
  const files = {
    'apps/stock/src/receipts/receipt.ts': source,
    'libs/messages/fr/stock.json': fr,
    'libs/messages/en/stock.json': en,
  };
  const { problems } = await withRepository(files, (root) => messages({ root }));
  return problems.map(({ path, problem }) => `${path}: ${problem}`);
}
const without = (key) => Object.fromEntries(Object.entries(TEXTS).filter(([other]) => other !== key));

describe('messages', () => {
  it('passes where every code has both texts', async () => {
    expect(await problemsOf({})).toEqual([]);
  });

  it('misses a text in one language, and says who declared the code', async () => {
    expect(await problemsOf({ en: without('stock.receipt.not-found') })).toEqual([
      'libs/messages/en/stock.json: stock.receipt.not-found is missing (apps/stock/src/receipts/receipt.ts:5)',
    ]);
    expect(await problemsOf({ fr: without('stock.state.on-order') })).toHaveLength(1);
  });

  it('finds texts of codes that are gone, and keys of another context', async () => {
    const more = { ...TEXTS, 'stock.receipt.gone': 'x' };
    expect(await problemsOf({ fr: more, en: more })).toEqual([
      'libs/messages/fr/stock.json: stock.receipt.gone is used nowhere',
      'libs/messages/en/stock.json: stock.receipt.gone is used nowhere',
    ]);
    const foreign = { ...TEXTS, 'billing.a.b': 'x' };
    const source = `${SOURCE}; const other = 'billing.a.b';`;
    expect(await problemsOf({ source, fr: foreign, en: foreign })).toHaveLength(2);
  });

  it('compares what both languages fill in, and what the code offers', async () => {
    const over = 'stock.receipt.over';
    expect(await problemsOf({ en: { ...TEXTS, [over]: 'Only {count}' } })).toEqual([
      `libs/messages/en/stock.json: ${over} fills in {count}, its French text {ordered}`,
      `apps/stock/src/receipts/receipt.ts:4: ${over} has no param {count}, its texts use it`,
    ]);
  });

  it('refuses what is no ICU message', async () => {
    expect(await problemsOf({ en: { ...TEXTS, 'stock.receipt.over': 'Only {ordered' } })).toEqual([
      expect.stringContaining('is not an ICU message'),
    ]);
  });

  it('refuses a declaration it cannot read', async () => {
    const source = `${SOURCE}; defineErrors(context, rules); defineErrors('stock', { ...more });`;
    expect(await problemsOf({ source })).toHaveLength(2);
  });

  it('ID-9 misses the text of what a service does by itself', async () => {
    const source = `${SOURCE}; on(PartsNeededMessage, 'parts-needed', run);`;
    const missing = 'operation.stock:parts-needed is missing (apps/stock/src/receipts/receipt.ts)';
    expect(await problemsOf({ source })).toEqual([
      `libs/messages/fr/operation.json: ${missing}`,
      `libs/messages/en/operation.json: ${missing}`,
    ]);
  });

  it('looks into plural and select branches', () => {
    const text = '{n, plural, one {# by {who}} other {# for {what, select, a {{x}} other {y}}}}';
    expect(placeholdersOf(text, 'en')).toEqual(['n', 'what', 'who', 'x']);
  });
});
