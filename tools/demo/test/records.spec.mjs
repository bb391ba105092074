import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvRecords } from '../records/csv-records.mjs';
import { NotRecords, takeRecords } from '../records/repair-records.mjs';
import { evenly } from '../records/sample.mjs';

const HEADER = 'id,product_category,brand,problem,event_date';

/** @param {...(string | Buffer)} lines */
const file = (...lines) => Buffer.concat([HEADER, ...lines].flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));

/** @param {Buffer} content @param {number} [limit] */
const taken = (content, limit = Infinity) => takeRecords(content, limit);

describe('records of a CSV file', () => {
  test('a line break inside a quoted field is part of the field, and lines are still counted', () => {
    const { records, refused } = taken(
      file('a,Iron,x,"it is an iron\nBrand: tef",2020-02-01', 'b,Lamp,y,off,2020-02-02'),
    );
    expect(refused).toEqual([]);
    expect(records.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'it is an iron\nBrand: tef'],
      [4, 'off'],
    ]);
  });

  test('quotes, separators and odd characters in quoted fields stay', () => {
    const { records } = taken(file('a,"Flat, screen","Ünknöwn ""40""""","🔥; <b>",'));
    expect(records[0]).toMatchObject({
      category: 'Flat, screen',
      brand: 'Ünknöwn "40""',
      problem: '🔥; <b>',
      date: '',
    });
  });

  test('CRLF, a byte order mark, blank lines and a missing last line break are no problem', () => {
    const content = Buffer.from(`\uFEFF${HEADER}\r\na,Iron,x,"p\r\nq",d\r\n\r\nb,Lamp,y,z,d`);
    const { records, refused } = taken(content);
    expect(refused).toEqual([]);
    expect(records.map(({ key, line }) => [key, line])).toEqual([
      ['a', 2],
      ['b', 5],
    ]);
  });

  test.each([
    [
      'a quote inside a plain field',
      'bad,Iron,x,say "hello",d',
      'not CSV: a quote stands inside a field without quotes',
    ],
    ['text after a closing quote', 'bad,Iron,x,"say" hello,d', 'not CSV: text follows a closing quote'],
    ['a field too few', 'bad,Iron,x,y', 'not CSV: 4 fields instead of 5'],
    ['a field too many', 'bad,Iron,x,y,d,e', 'not CSV: 6 fields instead of 5'],
    ['no product category', 'bad,,x,y,d', 'no product category'],
    ['a blank product category', 'bad,  ,x,y,d', 'no product category'],
    ['broken UTF-8', Buffer.from([...Buffer.from('bad,Iron,x,caf'), 0xe9, ...Buffer.from(',d')]), 'not UTF-8'],
  ])('%s costs that record alone', (_what, line, reason) => {
    const { records, refused } = taken(file('a,Iron,x,y,d', line, 'b,Lamp,y,z,d'));
    expect(refused).toEqual([{ line: 3, reason }]);
    expect(records.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test('a quote that is never closed costs its own line, not those below', () => {
    const { records, refused } = taken(file('a,Iron,x,"never closed,d', 'b,Lamp,y,z,d', 'c,Fan,y,z,d'));
    expect(refused).toEqual([{ line: 2, reason: 'not CSV: a quote is not closed' }]);
    expect(records.map(({ key }) => key)).toEqual(['b', 'c']);
  });

  test('unknown brand and empty problem are carried', () => {
    expect(taken(file('a,Iron,,,')).records).toMatchObject([{ brand: '', problem: '' }]);
  });

  test('each record has a key of its own, whatever its id', () => {
    const { records } = taken(
      file('a,Iron,x,y,d', 'a,Iron,x,y,d', ',Iron,x,y,d', 'é 1/2,Iron,x,y,d', '"a\nb",Iron,x,y,d'),
    );
    const keys = records.map(({ key }) => key);
    expect(keys[0]).toBe('a');
    expect(new Set(keys).size).toBe(5);
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_.-]{1,43}$/);
  });

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['a file without these columns', Buffer.from('a,b\n1,2\n')],
    ['a file that is no text', Buffer.from([0xff, 0xfe, 0x00, 0x01])],
  ])('%s is no file of records', (_what, content) => expect(() => taken(content)).toThrow(NotRecords));

  test('the bundled sample holds 60 records that can all be read', () => {
    const sample = readFileSync(fileURLToPath(new URL('../sample-records.csv', import.meta.url)));
    const { records, refused } = taken(sample);
    expect([records.length, refused.length]).toEqual([60, 0]);
  });

  test('what is written by the rules is read as it was, line breaks and quotes included', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', ' ') });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), (rows) => {
        const quoted = (/** @type {string} */ value) => `"${value.replaceAll('"', '""')}"`;
        const content = rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
        expect([...csvRecords(Buffer.from(content))].map((entry) => 'fields' in entry && entry.fields)).toEqual(rows);
      }),
    );
  });
});

describe('taking records evenly', () => {
  test('all of them when there are no more', () => {
    expect(evenly(3, Infinity)).toEqual([0, 1, 2]);
    expect(evenly(3, 3)).toEqual([0, 1, 2]);
    expect(evenly(0, 5)).toEqual([]);
  });

  test('from the middle of equal parts', () => expect(evenly(10, 2)).toEqual([2, 7]));

  test('each once, in order, from the whole of the file', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 2_000 }), (count, limit) => {
        const positions = evenly(count, limit);
        expect(positions).toHaveLength(Math.min(count, limit));
        const steps = positions.map((position, i) => position - (positions[i - 1] ?? -1));
        expect(Math.min(...steps)).toBeGreaterThan(0);
        expect(positions.at(-1)).toBeLessThan(count);
        const [shortest, longest] = [Math.min(...steps.slice(1)), Math.max(...steps.slice(1))];
        if (positions.length > 1) expect(longest - shortest).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('of a file with refused records, the limit counts those that can be read', () => {
    const { records, refused } = taken(file('a,Iron,,,', 'x,,,,', 'b,Iron,,,', 'c,Iron,,,', 'd,Iron,,,'), 2);
    expect(records.map(({ key }) => key)).toEqual(['b', 'd']);
    expect(refused).toHaveLength(1);
  });
});
