import { describe, expect, it } from '@jest/globals';
import { Party } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import ExcelJS from 'exceljs';
import { checkedColumns, guessedColumns } from './party-import.js';
import { Mapping, problemsOf } from './party-line.mapper.js';
import { readPartyFile } from './party-file.reader.js';

const columns = (...fields: string[]) => fields.map((field, column) => ({ column, field }));
const mapping = (...fields: string[]) =>
  new Mapping(
    columns(...fields),
    'consumer',
    fields.map((field) => `[${field}]`),
    'FR',
  );
const problems = (one: Mapping, ...cells: string[]) => {
  try {
    one.partyOf(cells);
    return [];
  } catch (error) {
    return problemsOf(error as DomainError, { line: 7, cells }, one);
  }
};
const fieldsOf = (header: string[], kept = new Map<string, string>()) =>
  guessedColumns(header, kept).map(({ column, field }) => [header[column], field]);

describe('PA-15 what a column holds', () => {
  it('is guessed by its header in French and in English, however it is written', () => {
    expect(
      fieldsOf(['NOM', 'Prénom', 'Tél. portable', 'Tél. fixe', 'E-mail', 'Code postal', 'Ville', 'Solde']),
    ).toEqual([
      ['NOM', 'name'],
      ['Prénom', 'firstName'],
      ['Tél. portable', 'phone'],
      ['Tél. fixe', 'phone'],
      ['E-mail', 'email'],
      ['Code postal', 'postcode'],
      ['Ville', 'city'],
    ]);
    expect(fieldsOf(['Last name', 'First name', 'Zip', 'VAT number', 'Company'])).toEqual([
      ['Last name', 'name'],
      ['First name', 'firstName'],
      ['Zip', 'postcode'],
      ['VAT number', 'vatNumber'],
    ]);
  });

  it('is what the station said the last time, also that it holds nothing', () => {
    const kept = new Map([['ref', 'tag'], ['ville', '']]); // prettier-ignore
    expect(fieldsOf(['Réf', 'Ville', 'Nom'], kept)).toEqual([
      ['Réf', 'tag'],
      ['Nom', 'name'],
    ]);
  });

  it('as a person says it is refused with each column that can’t be so, and what can', () => {
    const wrong = [{ column: 9, field: 'city' }, { column: 0, field: 'age' }, { column: 1, field: 'city' }]; // prettier-ignore
    const refused = () => checkedColumns(wrong, 'friend', ['a', 'b']);
    expect(refused).toThrow(DomainError);
    try {
      refused();
    } catch (error) {
      expect((error as DomainError).fields.map(({ pointer, code }) => [pointer, code])).toEqual([
        ['/columns/0/column', 'parties.import.column-unknown'],
        ['/columns/1/field', 'parties.import.field-not-accepted'],
        ['/columns/2/field', 'parties.import.field-twice'],
        ['/columns', 'parties.import.name-needed'],
        ['/defaultKind', 'parties.import.field-not-accepted'],
      ]);
    }
  });
});

describe('PA-15 a line', () => {
  it('is a party, several phones in one cell or in several columns', () => {
    const { party, phones } = mapping('name', 'phone', 'phone', 'kind', 'country', 'city', 'language').partyOf(
      ['Petit', '06 12 34 56 78 / 0321000000', '+32 2 555 12 12', 'Client, Revendeur', 'Belgique', 'Mons', 'Français'], // prettier-ignore
    );
    expect(phones.map(({ e164 }) => e164)).toEqual(['+33612345678', '+33321000000', '+3225551212']);
    expect(mapping('name', 'email').partyOf(['Petit', 'a@petit.example / b@petit.example;c@petit.example']).party.emails).toEqual(['a@petit.example', 'b@petit.example', 'c@petit.example']); // prettier-ignore
    expect(party).toMatchObject({ kinds: ['consumer', 'reseller'], language: 'fr', source: 'import' });
    expect(party.mainAddress).toMatchObject({ city: 'Mons', country: 'BE' });
  });

  it('is told each thing that is wrong with it, by its column, with what is accepted', () => {
    expect(problems(mapping('name', 'email', 'kind', 'siret'), '', 'petit', 'ami', '123')).toEqual([
      { line: 7, column: '[kind]', value: 'ami', code: 'parties.party.kind-not-accepted', params: { kind: 'ami', accepted: 'consumer, reseller, supplier, manufacturer, other' } }, // prettier-ignore
      { line: 7, column: '[name]', value: '', code: 'parties.party.name-required', params: {} },
      { line: 7, column: '[siret]', value: '123', code: 'parties.party.siret-wrong', params: {} },
      { line: 7, column: '[email]', value: 'petit', code: 'parties.party.email-wrong', params: { email: 'petit' } },
    ]);
    expect(problems(mapping('name', 'city', 'country'), 'Petit', 'Arras', 'Nowhere').map(({ column }) => column)).toEqual(['[country]']); // prettier-ignore
  });

  it('that updates a party changes what it says and leaves the rest', () => {
    const known = Party.fromPartial({ kinds: ['reseller'], name: 'Petit', firstName: 'Anne', phones: ['0321000000'], comment: 'Digicode 42', mainAddress: { city: 'Lens' } }); // prettier-ignore
    const updated = mapping('name', 'firstName', 'phone', 'comment', 'city').updated(known, ['Petit-Leroy', '', '0612345678', '', '']); // prettier-ignore
    expect(updated).toMatchObject({ kinds: ['reseller'], name: 'Petit-Leroy', firstName: 'Anne', comment: 'Digicode 42', phones: ['0612345678', '0321000000'], mainAddress: { city: 'Lens' } }); // prettier-ignore
  });
});

describe('PA-15 a file of parties', () => {
  const csv = (text: string) => readPartyFile(Buffer.from(text), 'csv');

  it.each([';', ',', '\t'])('is read with %j between its columns, empty lines passed over', async (between) => {
    const text = [['Nom', 'Ville'], ['Petit', 'Arras'], ['', ''], ['Roy', 'Lens']].map((line) => line.join(between)).join('\r\n'); // prettier-ignore
    expect(await csv(`\uFEFF${text}`)).toEqual({
      header: ['Nom', 'Ville'],
      lines: [
        { line: 2, cells: ['Petit', 'Arras'] },
        { line: 4, cells: ['Roy', 'Lens'] },
      ],
    });
  });

  it.each([
    ['Windows-1252', Buffer.from('Pr\xe9nom;Nom;Solde\r\nL\xe9a;\x8cuvray;12 \x80', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFPrénom;Nom;Solde\r\nLéa;Œuvray;12 €', 'utf16le')],
    ['UTF-16, the other way round', Buffer.from('\uFEFFPrénom;Nom;Solde\r\nLéa;Œuvray;12 €', 'utf16le').swap16()],
  ])('is read in %s as programs in France write it', async (_name, content) => {
    expect(await readPartyFile(content, 'csv')).toEqual({
      header: ['Prénom', 'Nom', 'Solde'],
      lines: [{ line: 2, cells: ['Léa', 'Œuvray', '12 €'] }],
    });
  });

  it('has what an export kept from being a formula as it was', async () => {
    const text = "Nom;Tél;Note\n'=Petit;'+32 2 555 12 12;'t Zand";
    expect(await csv(text)).toMatchObject({ lines: [{ cells: ['=Petit', '+32 2 555 12 12', "'t Zand"] }] });
  });

  it('is read from the first sheet of a workbook', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Clients').addRows([['Nom', 'CP'], ['Petit', 62000]]); // prettier-ignore
    const file = await readPartyFile(new Uint8Array(await workbook.xlsx.writeBuffer()), 'xlsx');
    expect(file).toEqual({ header: ['Nom', 'CP'], lines: [{ line: 2, cells: ['Petit', '62000'] }] });
  });

  it.each([
    ['nothing below its header', Buffer.from('Nom\n'), 0, 'empty'],
    ['bytes that are no text', Buffer.from('Nom\nPetit\0\x01', 'latin1'), 0, 'encoding'],
    ['a quote that never ends', Buffer.from('Nom\n"Petit'), 2, 'malformed-row'],
    ['a cell that is a book', Buffer.from(`Nom\n${'x'.repeat(10_001)}`), 2, 'too-long'],
    ['more lines than are taken', Buffer.from(`Nom\n${'x\n'.repeat(100_001)}`), 100_002, 'too-many-lines'],
  ])('is refused with %s', async (_title, content, line, rule) => {
    expect(await readPartyFile(content, 'csv')).toEqual({
      problem: expect.objectContaining({ line, code: `parties.import.${rule}` }),
    });
  });

  it('is refused when it says it is a workbook and is none', async () => {
    expect(await readPartyFile(Buffer.from('Nom\nPetit'), 'xlsx')).toMatchObject({
      problem: { code: 'parties.import.unreadable' },
    });
  });
});
