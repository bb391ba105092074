import { describe, expect, it } from '@jest/globals';
import { Money, Temporal } from '@navette/kernel';
import fc from 'fast-check';
import { checkFec, type FecExpectation, type FecRule } from './fec-check.js';
import { FEC_COLUMNS, fecFileName, fecHeader, fecText, type FecColumn, type FecLine } from './fec.js';

const expectation: FecExpectation = {
  fileName: '000059626FEC20261231.txt',
  siren: '000059626',
  opensOn: Temporal.PlainDate.from('2026-01-01'),
  closesOn: Temporal.PlainDate.from('2026-12-31'),
  hasPiece: (reference) => reference.startsWith('LIL-FA-'),
};

const customer = {
  JournalCode: 'VELIL',
  JournalLib: 'Ventes LIL',
  EcritureNum: '1',
  EcritureDate: '20261122',
  CompteNum: '411000',
  CompteLib: 'Clients',
  CompAuxNum: 'C0001',
  CompAuxLib: 'Zoé Lefèvre',
  PieceRef: 'LIL-FA-2026-000001',
  PieceDate: '20261122',
  EcritureLib: 'Ventes LIL LIL-FA-2026-000001',
  Debit: '14,69',
  Credit: '0,00',
  EcritureLet: '',
  DateLet: '',
  ValidDate: '20261122',
  Montantdevise: '',
  Idevise: '',
};
type Row = Record<FecColumn, string>;
const revenue: Row = {
  ...customer,
  CompteNum: '707000',
  CompteLib: 'Ventes',
  CompAuxNum: '',
  CompAuxLib: '',
  Debit: '0,00',
  Credit: '12,24',
};
const vat: Row = { ...revenue, CompteNum: '445711', CompteLib: 'TVA collectée 20 %', Credit: '2,45' };
const first: readonly Row[] = [customer, revenue, vat];
const second = first.map((row) => ({ ...row, EcritureNum: '2', PieceRef: 'LIL-FA-2026-000002' }));

const text = (rows: readonly Row[], columns: readonly string[] = FEC_COLUMNS) =>
  [columns.join('\t'), ...rows.map((row) => FEC_COLUMNS.map((column) => row[column]).join('\t'))]
    .map((line) => `${line}\r\n`)
    .join('');
const rulesOf = async (file: string, expected = expectation) => [
  ...new Set((await checkFec([file], expected)).problems.map(({ rule }) => rule)),
];
/** The file with fields of its first line changed. */
const changed = (fields: Partial<Row>) => text([{ ...customer, ...fields }, revenue, vat, ...second]);
/** The file with fields of its first entry changed. */
const changedEntry = (fields: Partial<Row>) => text([...first.map((row) => ({ ...row, ...fields })), ...second]);

describe('AC-6 the FEC checker', () => {
  it('accepts a file that is right, with its figures', async () => {
    expect(await checkFec([text([...first, ...second])], expectation)).toEqual({
      lines: 6,
      entries: 2,
      debit: '29.38',
      credit: '29.38',
      problems: [],
    });
  });

  it('accepts LF, the other separator, a byte order mark, and chunks of any length', async () => {
    const file = text([...first, ...second]);
    expect(await rulesOf(file.replaceAll('\r\n', '\n'))).toEqual([]);
    expect(await rulesOf(`\uFEFF${file.replaceAll('\t', '|')}`)).toEqual([]);
    expect((await checkFec([...file], expectation)).problems).toEqual([]);
    expect(await rulesOf(file.slice(0, -2))).toEqual([]);
  });

  it('accepts a year without entries', async () => {
    expect(await rulesOf(fecHeader())).toEqual([]);
  });

  const lettered = first.map((row, i) => ({
    ...row,
    EcritureLet: i === 0 ? 'AA' : '',
    DateLet: i === 0 ? '20261123' : '',
  }));
  const wrong: readonly [FecRule, string, string][] = [
    ['columns', 'an empty file', ''],
    ['columns', 'the first two columns swapped', text(first, ['JournalLib', 'JournalCode', ...FEC_COLUMNS.slice(2)])],
    ['columns', 'a nineteenth column', text(first, [...FEC_COLUMNS, 'DateRglt'])],
    ['field-count', 'a line that is cut off', text(first).replace('\t20261122\t\t\r\n', '\r\n')],
    ['field-count', 'a separator that is not accepted', text(first).replaceAll('\t', ';')],
    ['control-character', 'a separator in a label', changed({ EcritureLib: 'Ventes | reprise' })],
    ['control-character', 'a carriage return in a label', changed({ EcritureLib: 'Ventes\rreprise' })],
    ...FEC_COLUMNS.filter((column) => !/^(CompAux|EcritureLet|DateLet|Montantdevise|Idevise)/.test(column)).map(
      (column): [FecRule, string, string] => ['mandatory', `${column} empty`, changed({ [column]: '' })],
    ),
    ['mandatory', 'a label of blanks', changed({ CompteLib: '  ' })],
    ['pair', 'an auxiliary account without label', changed({ CompAuxLib: '' })],
    ['pair', 'lettering without date', changed({ EcritureLet: 'AA' })],
    ['pair', 'an amount without currency', changed({ Montantdevise: '10,00' })],
    ['date', 'a day that does not exist', changedEntry({ EcritureDate: '20260231' })],
    ['date', 'dashes in a date', changed({ PieceDate: '2026-11-22' })],
    ['date-outside-year', 'an entry of the year before', changedEntry({ EcritureDate: '20251231' })],
    [
      'date-outside-year',
      'an entry of the year after',
      changedEntry({ EcritureDate: '20270101', ValidDate: '20270101' }),
    ],
    ['amount', 'a decimal point', changed({ Debit: '14.69' })],
    ['amount', 'a separator of thousands', changed({ Debit: '1 014,69' })],
    ['amount', 'three decimals', changed({ Debit: '14,690' })],
    ['one-side', 'both sides on a line', changed({ Credit: '14,69' })],
    ['one-side', 'neither side on a line', changed({ Debit: '0,00' })],
    ['account', 'an account that does not begin with three digits', changed({ CompteNum: 'C411' })],
    ['account-label', 'two labels of one account', changed({ CompteLib: 'Client' })],
    ['numbering', 'a gap', text([...first, ...second.map((row) => ({ ...row, EcritureNum: '3' }))])],
    ['numbering', 'a journal that does not begin at 1', text(second)],
    ['numbering', 'entries out of order', text([...second, ...first])],
    ['numbering', 'an entry torn apart', text([customer, ...second, revenue, vat])],
    ['numbering', 'a number that is none', changedEntry({ EcritureNum: 'VE-1' })],
    ['entry-head', 'two dates in one entry', text([customer, { ...revenue, EcritureDate: '20261121' }, vat])],
    ['validation-before-entry', 'validated before it was made', changedEntry({ ValidDate: '20261121' })],
    [
      'validation-order',
      'validated before the entry above',
      text([
        ...first.map((row) => ({ ...row, ValidDate: '20261124' })),
        ...second.map((row) => ({ ...row, ValidDate: '20261123' })),
      ]),
    ],
    ['entry-balance', 'an entry that does not balance', changed({ Debit: '15,69' })],
    [
      'entry-balance',
      'two entries that balance together only',
      text([
        { ...customer, Debit: '15,69' },
        revenue,
        vat,
        { ...(second[0] as Row), Debit: '13,69' },
        ...second.slice(1),
      ]),
    ],
    [
      'journal-balance',
      'two journals that balance together only',
      text([customer, ...[revenue, vat].map((row) => ({ ...row, JournalCode: 'CALIL' }))]),
    ],
    ['file-balance', 'a file that does not balance', changed({ Debit: '999,00' })],
    ['lettering-balance', 'a lettered group that does not balance', text(lettered)],
    ['unknown-piece', 'a piece that nobody has', changedEntry({ PieceRef: 'LOST-1' })],
  ];
  it.each(wrong)('refuses (%s) %s', async (rule, _what, file) => {
    expect(await rulesOf(file)).toContain(rule);
  });

  it('refuses (file-name) a file of another name', async () => {
    const file = text(first);
    expect(await rulesOf(file, { ...expectation, fileName: '000059626FEC20260630.txt' })).toEqual(['file-name']);
    expect(await rulesOf(file, { ...expectation, fileName: 'FEC.txt' })).toEqual(['file-name']);
  });

  it('has a sample for each of its rules', () => {
    const rules: Record<FecRule, true> = {
      'file-name': true, columns: true, 'field-count': true, 'control-character': true, mandatory: true, pair: true,
      date: true, 'date-outside-year': true, amount: true, 'one-side': true, account: true, 'account-label': true,
      numbering: true, 'entry-head': true, 'validation-before-entry': true, 'validation-order': true,
      'entry-balance': true, 'journal-balance': true, 'file-balance': true, 'lettering-balance': true, 'unknown-piece': true,
    }; // prettier-ignore
    expect(new Set(['file-name', ...wrong.map(([rule]) => rule)])).toEqual(new Set(Object.keys(rules)));
  });

  it('names the line', async () => {
    const { problems } = await checkFec([changed({ EcritureLib: '' })], expectation);
    expect(problems).toEqual([{ line: 2, rule: 'mandatory', detail: 'EcritureLib' }]);
  });

  it('keeps no more than a thousand problems of a file that is no FEC', async () => {
    const { lines, problems } = await checkFec(['x\n'.repeat(5_000)], expectation);
    expect(lines).toBe(4_999);
    expect(problems).toHaveLength(1_000);
  });
});

describe('AC-6 a line of the FEC', () => {
  const line: FecLine = {
    journal: 'VELIL',
    journalLabel: 'Ventes LIL',
    number: '1',
    entryDate: Temporal.PlainDate.from('2026-01-05'),
    account: '411000',
    accountLabel: 'Clients',
    auxiliary: 'C0001',
    auxiliaryLabel: 'Zoé Lefèvre',
    piece: 'LIL-FA-2026-000001',
    pieceDate: Temporal.PlainDate.from('2026-01-05'),
    label: 'Ventes',
    debit: Money.parse('1234.50'),
    credit: Money.zero,
    validatedOn: Temporal.PlainDate.from('2026-01-06'),
  };

  it('is written as the law wants it', () => {
    expect(fecText(line)).toBe(
      'VELIL\tVentes LIL\t1\t20260105\t411000\tClients\tC0001\tZoé Lefèvre\tLIL-FA-2026-000001\t20260105\tVentes\t1234,50\t0,00\t\t\t20260106\t\t\r\n',
    );
    expect(fecFileName('000059626', Temporal.PlainDate.from('2026-06-30'))).toBe('000059626FEC20260630.txt');
  });

  it('keeps its eighteen fields on one line, whatever a label holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        const written = fecText({ ...line, auxiliaryLabel: label });
        expect(written.endsWith('\r\n')).toBe(true);
        const fields = written.slice(0, -2).split('\t');
        expect(fields).toHaveLength(FEC_COLUMNS.length);
        expect(fields.some((field) => /[\p{Cc}|]/u.test(field))).toBe(false);
      }),
    );
  });
});
