import { describe, expect, test } from '@jest/globals';
import { mainlandCommunes } from '../records/communes.mjs';
import { invent } from '../records/invention.mjs';

const communes = mainlandCommunes();
const references = Array.from({ length: 50 }, (_none, i) => `P-${i}`);
const world = { communes, references };
const records = Array.from({ length: 4_000 }, (_none, i) => ({ key: `record_${i}`, date: '2023-05-06' }));
const inventions = records.map((record) => invent(record, world));

describe('what a record does not say', () => {
  test('is the same for the same record, whatever was invented before', () => {
    expect(invent({ key: 'record_7', date: '2023-05-06' }, world)).toEqual(inventions[7]);
    expect(invent({ key: 'rcwales_3', date: '2017-04-01' }, { communes: communes.slice(0, 3), references }))
      .toMatchInlineSnapshot(`
      {
        "consumer": {
          "address": {
            "city": "L'Abergement-de-Varey",
            "line1": "152 rue du Château",
            "postcode": "01640",
          },
          "civility": "M.",
          "email": "client.1979dcff03c6b2@exemple.example",
          "firstName": "Monique",
          "name": "Weber-Gaillard",
          "phone": "0199004670",
        },
        "parts": [
          {
            "quantity": "1",
            "reference": "P-1",
          },
          {
            "quantity": "1",
            "reference": "P-19",
          },
        ],
        "purchaseDate": "2015-05-21",
        "serialNumber": "4023FDDD8E0",
        "underWarranty": true,
      }
    `);
  });

  test('is paid by the manufacturer for 40 % of the records', () => {
    const share = inventions.filter(({ underWarranty }) => underWarranty).length / inventions.length;
    expect(share).toBeGreaterThan(0.37);
    expect(share).toBeLessThan(0.43);
  });

  test('has an e-mail of its own for each customer, and names that tell them apart by phone', () => {
    const of = (/** @type {(invention: typeof inventions[0]) => string} */ read) => new Set(inventions.map(read)).size;
    expect(of(({ consumer }) => consumer.email)).toBe(4_000);
    expect(of(({ consumer: { name, firstName, phone } }) => `${firstName} ${name} ${phone}`)).toBe(4_000);
  });

  test('lies in a real commune with its postcode, at a number that rings nowhere', () => {
    const known = new Set(communes.map(({ postcode, city }) => `${postcode} ${city}`));
    for (const { consumer } of inventions) {
      expect(known).toContain(`${consumer.address.postcode} ${consumer.address.city}`);
      expect(consumer.phone).toMatch(/^(019900|026191|035301|046571|053649|063998)\d{4}$/);
      expect(consumer.email).toMatch(/@exemple\.example$/);
    }
  });

  test('wants 1 to 3 parts of the catalogue, each once', () => {
    const counts = new Set(inventions.map(({ parts }) => parts.length));
    expect([...counts].sort()).toEqual([1, 2, 3]);
    for (const { parts } of inventions) {
      expect(new Set(parts.map(({ reference }) => reference)).size).toBe(parts.length);
      for (const { reference, quantity } of parts) {
        expect(references).toContain(reference);
        expect(['1', '2']).toContain(quantity);
      }
    }
  });

  test('was bought less than two years before when it is under warranty, else earlier', () => {
    for (const { underWarranty, purchaseDate } of inventions) {
      expect(purchaseDate > '2021-05-06').toBe(underWarranty);
      expect(purchaseDate < '2023-05-06').toBe(true);
    }
  });

  test('does without a date of the record', () => {
    expect(invent({ key: 'a', date: 'last summer' }, world).purchaseDate).toMatch(/^20\d\d-\d\d-\d\d$/);
  });
});
