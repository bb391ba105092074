import { describe, expect, test } from '@jest/globals';
import { booksBalance, documentsRight, everyRecordBilled, numbersGapless } from '../check/billing-checks.mjs';
import { decimal, divided, scaled } from '../check/exact.mjs';
import { mailsAbout, readMails } from '../check/mail-store.mjs';
import {
  allocatedOnce,
  doubleAllocated,
  noDeadLetters,
  oneMailPerFile,
  sagasEnded,
  stockIsItsMovements,
} from '../check/parts-checks.mjs';

/** A run of one record in which all is right. @param {Partial<import('../check/facts.mjs').Facts>} [changed] @returns {import('../check/facts.mjs').Facts} */
const facts = (changed = {}) => ({
  files: [
    {
      id: 'f1',
      number: 'DI-1',
      missionNumber: 'r-1',
      state: 'billed',
      category: 'Iron',
      brand: '',
      symptom: 'off',
      underWarranty: false,
    },
  ],
  lines: [
    line({
      id: 'l1',
      wantsPart: true,
      waited: true,
      quantity: '3.0000',
      used: '3.0000',
      unitPrice: '4.0800',
      arrived: '3.0000',
    }),
  ],
  needs: [
    {
      id: 'l1',
      fileId: 'f1',
      quantity: '3.0000',
      allocated: '0.0000',
      consumed: '3.0000',
      allocations: 1,
      given: '3.0000',
    },
  ],
  unbalancedStock: [],
  partsInStock: 1,
  documents: [document()],
  series: [{ series: 'FA', year: 2026, count: 4, last: 4 }],
  entries: [{ documentId: 'd1', entries: 1, debit: '14.69', credit: '14.69' }],
  mails: new Map([['f1', [{ fileId: 'f1', to: ['a@exemple.example'], messageId: '<1@x>' }]]]),
  deadLetters: [],
  openSagas: [],
  fec: fec({ 'FA-1': [1469n, 1469n] }),
  ...changed,
});

/** @param {Partial<import('../check/facts.mjs').LineFact>} [changed] @returns {import('../check/facts.mjs').LineFact} */
function line(changed = {}) {
  return {
    id: 'l1', fileId: 'f1', wantsPart: true, waited: false, quantity: '1.0000', used: null, unitPrice: '1.0000',
    discount: '0.0000', payer: 'consumer', arrived: '0', ...changed,
  }; // prettier-ignore
}

/** @param {Partial<import('../check/facts.mjs').DocumentFact>} [changed] @returns {import('../check/facts.mjs').DocumentFact} */
function document(changed = {}) {
  return {
    id: 'd1',
    fileId: 'f1',
    kind: 'invoice',
    number: 'FA-1',
    excludingVat: '12.24',
    vat: '2.45',
    total: '14.69',
    rates: [{ rate: '0.2000', base: '12.24', vat: '2.45' }],
    nets: [{ rate: '0.2000', net: '12.24' }],
    ...changed,
  };
}

/** @param {Record<string, [bigint, bigint]>} pieces @returns {import('../check/fec-file.mjs').FecFacts} */
function fec(pieces) {
  const all = Object.values(pieces);
  return {
    path: '/FEC.txt',
    fileName: 'FEC.txt',
    pieces: new Map(Object.entries(pieces).map(([piece, [debit, credit]]) => [piece, { debit, credit }])),
    debit: all.reduce((sum, [debit]) => sum + debit, 0n),
    credit: all.reduce((sum, [, credit]) => sum + credit, 0n),
  };
}

const record = { category: 'Iron', brand: ' ', problem: 'off' };
const addressOf = () => 'a@exemple.example';

describe('a run in which all is right', () => {
  test('passes', () => {
    const all = [
      allocatedOnce(facts()),
      stockIsItsMovements(facts()),
      sagasEnded(facts()),
      noDeadLetters(facts()),
      oneMailPerFile(facts(), addressOf),
      everyRecordBilled(facts(), new Map([['r-1', record]])),
      documentsRight(facts()),
      numbersGapless(facts()),
      booksBalance(facts()),
    ];
    expect(all.flat()).toEqual([]);
  });
});

describe('every origin is allocated exactly once', () => {
  const need = /** @type {import('../check/facts.mjs').NeedFact} */ (facts().needs[0]);
  test.each([
    ['a line without a need', { needs: [] }, 'stock knows of no need'],
    [
      'a second allocation',
      { needs: [{ ...need, allocations: 2, given: '6.0000' }] },
      '6.0000 allocated in 2 allocations for 3.0000 wanted',
    ],
    [
      'nothing allocated',
      { needs: [{ ...need, allocations: 0, given: '0' }] },
      '0 allocated in 0 allocations for 3.0000 wanted',
    ],
    ['a file that was not told', { lines: [line({ quantity: '3.0000' })] }, 'the file was told of 0 for 3.0000 wanted'],
    ['a need for something else', { needs: [{ ...need, quantity: '2.0000' }] }, 'the need is for 2.0000, not 3.0000'],
    ['a need that no line has', { needs: [need, { ...need, id: 'l2' }] }, 'stock has 2 needs for 1 lines'],
  ])('%s is named', (_what, changed, text) => {
    expect(allocatedOnce(facts(changed)).join('\n')).toContain(text);
  });

  test('two arrivals may make up one need', () => {
    expect(allocatedOnce(facts({ needs: [{ ...need, allocations: 2 }] }))).toEqual([]);
  });

  test('those that got too much are counted', () => {
    expect([doubleAllocated(facts()), doubleAllocated(facts({ needs: [{ ...need, given: '6.0000' }] }))]).toEqual([
      0, 1,
    ]);
  });
});

describe('stock, sagas, dead letters', () => {
  test('a part that is not the sum of its movements is named', () => {
    const unbalancedStock = [{ reference: 'P-1', place: 'main', onHand: '3.0000', moved: '2.0000' }];
    expect(stockIsItsMovements(facts({ unbalancedStock }))).toEqual([
      'part P-1, main: 3.0000 on hand, movements sum up to 2.0000',
    ]);
  });

  test('a stock in which nothing ever moved proves nothing', () => {
    expect(stockIsItsMovements(facts({ partsInStock: 0 }))).toEqual(['no part has ever moved']);
  });

  test('an open saga and an open dead letter are named', () => {
    const saga = {
      service: 'stock',
      type: 'order-receipt-to-allocation',
      status: 'running',
      state: 'confirming',
      key: 'r1',
    };
    expect(sagasEnded(facts({ openSagas: [saga] }))).toEqual([
      'stock: order-receipt-to-allocation of r1 is running in confirming',
    ]);
    const letter = { service: 'billing', consumer: 'billing__x', error: 'boom' };
    expect(noDeadLetters(facts({ deadLetters: [letter] }))).toEqual(['billing: billing__x: boom']);
  });
});

describe('one mail per file', () => {
  const mail = { fileId: 'f1', to: ['a@exemple.example'], messageId: '<2@x>' };
  test('none and two are named', () => {
    expect(oneMailPerFile(facts({ mails: new Map() }), addressOf)).toEqual(['file DI-1 has 0 mails instead of 1']);
    expect(oneMailPerFile(facts({ mails: new Map([['f1', [mail, mail]]]) }), addressOf)).toEqual([
      'file DI-1 has 2 mails instead of 1',
    ]);
  });

  test('a file whose parts were all in stock is told nothing', () => {
    const lines = [line({ waited: false })];
    expect(oneMailPerFile(facts({ lines, mails: new Map() }), addressOf)).toEqual([]);
    expect(oneMailPerFile(facts({ lines }), addressOf)).toEqual(['file DI-1 has 1 mails instead of 0']);
  });

  test('a mail to somebody else is named', () => {
    expect(oneMailPerFile(facts(), () => 'b@exemple.example')).toEqual([
      'the mail of file DI-1 went to a@exemple.example instead of b@exemple.example',
    ]);
  });

  test('the store is read by kind and file; a half written line is left out', () => {
    const entry = (/** @type {string} */ kind, /** @type {string} */ about) =>
      JSON.stringify({
        to: ['a@exemple.example'],
        messageId: '<1@x>',
        headers: { 'x-navette-message-kind': kind, 'x-navette-about': about },
      });
    const index = [
      entry('status:parts_received', 'intervention_file/f1'),
      entry('party_welcome', 'party/p1'),
      entry('status:parts_received', 'intervention_file/other'),
      '{"seq":4,"headers":{"x-navette-message-kind":"status:parts_rec',
    ].join('\n');
    expect(readMails(index)).toHaveLength(2);
    expect([...mailsAbout(readMails(index), new Set(['f1'])).keys()]).toEqual(['f1']);
  });
});

describe('documents and books', () => {
  test('a record without a file, with two, or with one that is not billed, is named', () => {
    const records = new Map([['r-1', record], ['r-2', record]]); // prettier-ignore
    expect(everyRecordBilled(facts(), records)).toEqual(['mission order r-2 has become 0 files']);
    const [file] = /** @type {[import('../check/facts.mjs').FileFact]} */ (facts().files);
    const twice = facts({ files: [file, { ...file, id: 'f2' }] });
    expect(everyRecordBilled(twice, new Map([['r-1', record]]))).toEqual(['mission order r-1 has become 2 files']);
    const open = facts({ files: [{ ...file, state: 'finished', brand: 'Tefal' }] });
    expect(everyRecordBilled(open, new Map([['r-1', record]]))).toEqual([
      'file DI-1 is finished, not billed',
      'file DI-1 does not say what its record says',
    ]);
  });

  test.each([
    ['no document', [], 'file DI-1 has 0 documents instead of 1'],
    ['two documents', [document(), document({ id: 'd2' })], 'file DI-1 has 2 documents instead of 1'],
    [
      'the wrong kind',
      [document({ kind: 'billable_delivery_note' })],
      'file DI-1 has a billable_delivery_note instead of a invoice',
    ],
    ['VAT by the line (14.70)', [document({ vat: '2.46', total: '14.70' })], 'FA-1: total is 14.70 instead of 14.69'],
    ['lines of somebody else', [document({ excludingVat: '13.24' })], 'FA-1: excludingVat is 13.24 instead of 12.24'],
  ])('%s is named', (_what, documents, text) => {
    expect(documentsRight(facts({ documents }))).toContain(text);
  });

  test('what was used is billed, with its discount', () => {
    const lines = [line({ quantity: '5.0000', used: '4.0000', unitPrice: '3.4000', discount: '0.1000' })];
    expect(documentsRight(facts({ lines }))).toEqual([]);
  });

  test('a gap in the numbers is named', () => {
    const series = [{ series: 'FA', year: 2026, count: 3, last: 4 }];
    expect(numbersGapless(facts({ series }))).toEqual(['series FA 2026: 3 documents, but the last number is 4']);
  });

  test.each([
    ['no entry', { entries: [] }, 'FA-1 has 0 entries instead of 1'],
    [
      'two entries',
      { entries: [{ documentId: 'd1', entries: 2, debit: '29.38', credit: '29.38' }] },
      'FA-1 has 2 entries instead of 1',
    ],
    [
      'an entry of another amount',
      { entries: [{ documentId: 'd1', entries: 1, debit: '14.68', credit: '14.69' }] },
      'FA-1: entry of 14.68 / 14.69 for 14.69',
    ],
    ['a piece that the file lacks', { fec: fec({}) }, 'FA-1 is not in the FEC file'],
    ['another amount in the file', { fec: fec({ 'FA-1': [1468n, 1469n] }) }, 'FA-1: FEC has 14.68 / 14.69 for 14.69'],
    ['nothing at all', { fec: fec({}) }, 'debits are not above zero'],
    [
      'a delivery note in the ledger',
      { documents: [document({ kind: 'billable_delivery_note' })] },
      'FA-1 is no invoice and is in the ledger',
    ],
  ])('%s is named', (_what, changed, text) => {
    expect(booksBalance(facts(changed))).toContain(text);
  });
});

describe('exact decimals', () => {
  test('are read and written at their scale', () => {
    expect([scaled('12,50', 2), scaled('-0.0050', 4), scaled('3', 4), scaled('2.5000', 1)]).toEqual([
      1250n,
      -50n,
      30000n,
      25n,
    ]);
    expect([decimal(1469n, 2), decimal(-5n, 2), decimal(0n, 2)]).toEqual(['14.69', '-0.05', '0.00']);
  });

  test('that do not fit are refused', () => {
    for (const text of ['1.005', '', 'abc', '1e3']) expect(() => scaled(text, 2)).toThrow(RangeError);
  });

  test('are rounded half away from zero', () => {
    expect([divided(5n, 10n), divided(-5n, 10n), divided(4n, 10n), divided(15n, 10n)]).toEqual([1n, -1n, 0n, 2n]);
  });
});
