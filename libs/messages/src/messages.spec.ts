import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { declaredErrors } from '@navette/kernel';
import { IntlMessageFormat } from 'intl-messageformat';
import { readCatalogue } from './catalogue.js';
import { formattersFor } from './formatters.js';
import { locales, message, messageCodes, type Locale } from './index.js';

/** French puts narrow no-break spaces in numbers; specs read better with plain ones. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('message', () => {
  it('speaks French and English', () => {
    expect(plain(message('fr', 'platform.field.too-long', { max: 1 }))).toBe(
      'La valeur est trop longue : 1 caractère au plus.',
    );
    expect(plain(message('fr', 'platform.field.too-long', { max: 1200 }))).toBe(
      'La valeur est trop longue : 1 200 caractères au plus.',
    );
    expect(message('en', 'platform.field.too-long', { max: 1200 })).toBe(
      'The value is too long: at most 1,200 characters.',
    );
  });

  it('writes decimals from their text, without loss, and years without a separator', () => {
    expect(
      plain(message('fr', 'kernel.decimal.out-of-range', { min: '-9999999999.9999', max: '9999999999.9999' })),
    ).toContain('de -9 999 999 999,9999 à 9 999 999 999,9999');
    expect(plain(message('fr', 'platform.field.too-large', { max: '12.50' }))).toContain('12,50 au plus');
    expect(plain(message('fr', 'kernel.document-number.invalid-year', { min: 2000, max: 9999 }))).toContain(
      'de 2000 à 9999',
    );
  });

  it.each([
    ['3.0000', '{n, number}', '3'],
    ['0.2500', '{n, number}', '0,25'],
    ['-12.00', '{n, number}', '-12,00'],
    ['12.50', '{n, number, integer}', '13'],
    ['0.0550', '{n, number, percent}', '5,5 %'],
    ['0.2000', '{n, number, percent}', '20 %'],
    ['2', '{n, plural, =0 {aucune} one {# pièce} other {# pièces}}', '2 pièces'],
  ])('shows %s by %s as %s', (n, text, shown) => {
    const options = { formatters: formattersFor('fr', 'Europe/Paris') };
    expect(plain(String(new IntlMessageFormat(text, 'fr', undefined, options).format({ n })))).toBe(shown);
  });

  it('joins lists and leaves texts as they are', () => {
    expect(message('fr', 'platform.field.not-accepted', { accepted: ['FA', 'AV'] })).toContain('FA, AV.');
    expect(message('fr', 'platform.field.pattern', { expected: '<b>{x}</b> l’un' })).toContain('<b>{x}</b> l’un');
  });

  it('shows a date on its own day in every zone, and an instant in the zone of the station', () => {
    const format = (value: string, timeZone: string, locale: Locale = 'fr') =>
      new IntlMessageFormat('{at, date, long}, {at, time, short}', locale, undefined, {
        formatters: formattersFor(locale, timeZone),
      }).format({ at: value });
    for (const zone of ['Pacific/Wallis', 'America/Guadeloupe', 'Europe/Paris']) {
      expect(format('2026-03-01', zone)).toContain('1er mars 2026');
    }
    expect(format('2026-03-01T23:30:00Z', 'Europe/Paris')).toBe('2 mars 2026, 00:30');
    expect(format('2026-03-01T23:30:00Z', 'America/Guadeloupe')).toBe('1er mars 2026, 19:30');
    expect(format('2026-03-11T23:30:00Z', 'UTC', 'en')).toBe('11 March 2026, 23:30');
    expect(format('2026-03-11', 'UTC')).toContain('11 mars 2026');
    expect(() => format('demain', 'Europe/Paris')).toThrow(TypeError);
  });
});

describe('a code without a sentence', () => {
  const environment = process.env['NODE_ENV'];
  afterEach(() => {
    process.env['NODE_ENV'] = environment;
  });

  it('throws in tests', () => {
    expect(() => message('fr', 'stock.nothing.here')).toThrow('no message for stock.nothing.here in fr');
    expect(() => message('fr', 'platform.field.too-large')).toThrow(/max/);
  });

  it('is returned with its params in production', () => {
    process.env['NODE_ENV'] = 'production';
    expect(message('fr', 'stock.nothing.here')).toBe('stock.nothing.here');
    expect(message('fr', 'stock.nothing.here', { a: 1, list: ['x', 'y'] })).toBe(
      'stock.nothing.here (a: 1, list: x, y)',
    );
    expect(message('fr', 'platform.field.range', { min: 1 })).toBe('platform.field.range (min: 1)');
  });
});

describe('catalogues', () => {
  it('hold the same codes in each language, with the same params', () => {
    expect(messageCodes('en')).toEqual(messageCodes('fr'));
    const [fr, en] = locales.map((locale) => readCatalogue(locale));
    for (const [code, text] of fr ?? []) {
      expect([code, paramsOf(en?.get(code) ?? '')]).toEqual([code, paramsOf(text)]);
    }
  });

  it('use exactly the params that the kernel declares', () => {
    const declared = declaredErrors().filter(({ code }) => code.startsWith('kernel.'));
    expect(declared.map(({ code }) => code)).toEqual(messageCodes('fr').filter((code) => code.startsWith('kernel.')));
    for (const { code, params } of declared) {
      expect([code, paramsOf(readCatalogue('fr').get(code) ?? '')]).toEqual([code, params]);
    }
  });
});

describe('readCatalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'messages-'));
  mkdirSync(join(folder, 'fr'));
  afterEach(() => rmSync(join(folder, 'fr', 'stock.json')));

  it.each([
    ['{', 'messages fr/stock.json: not JSON'],
    ['[]', 'not an object'],
    ['{"billing.a.b": "x"}', 'key "billing.a.b" does not start with "stock."'],
    ['{"stock.a.b": ""}', 'the value of "stock.a.b" is not a text'],
    ['{"stock.a.b": 3}', 'the value of "stock.a.b" is not a text'],
  ])('refuses %s, naming the file', (json, reason) => {
    writeFileSync(join(folder, 'fr', 'stock.json'), json);
    expect(() => readCatalogue('fr', folder)).toThrow(reason);
  });
});

/** The names of the params a text uses, sorted. */
function paramsOf(text: string): string[] {
  const names = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      if ('value' in element && element.type !== 0) names.add(element.value);
      if ('options' in element) Object.values(element.options).forEach((option) => visit(option.value));
    }
  };
  visit(new IntlMessageFormat(text, 'fr', undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}
