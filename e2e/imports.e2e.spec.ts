import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { eventually } from '@navette/testing';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

const HEADER = 'Société;Prénom;Tél. portable;Courriel;CP;Commune;Réf. interne';
const GOOD = 40;
/** Good lines, then one that resembles a known party, and four that are wrong. */
const LINES = [
  ...Array.from({ length: GOOD }, (_, i) => `Délivré ${i};Zoé;06 10 00 00 ${10 + i};;62000;Arras;VIP`),
  'Quaghebeur;Anaïs;03 20 99 88 77;anais@lille.example;59000;Lille;',
  'Sans;Courriel;;nobody;62000;Arras;',
  'Sans;Arobase;;nobody.example;62000;Arras;',
  'Court;Numéro;12;;62000;Arras;',
  ';Anonyme;;;62000;Arras;',
];
/** As a former program writes it: Windows-1252. */
const FILE = Buffer.from([HEADER, ...LINES].join('\r\n'), 'latin1');

const newConsumer = async (party: object): Promise<string> =>
  (await system.done('POST', '/parties', { kinds: ['consumer'], acceptDuplicates: true, ...party })).created.id;
const parties = async (prefix: string) =>
  (await system.read(`/parties?filter[name][prefix]=${encodeURIComponent(prefix)}&limit=200`)).parties;

async function startImport({ page }: Person, name: string, buffer: Buffer, of = 'party-imports'): Promise<void> {
  await page.goto(`${system.url('api')}/${of}/new`);
  const mimeType = name.endsWith('.csv') ? 'application/vnd.ms-excel' : '';
  await page.getByRole('button', { name: 'Choisir un fichier' }).waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choisir un fichier' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType, buffer });
  await page.waitForURL(new RegExp(`/${of}/[0-9a-f-]{36}`));
}
/** A row by what stands in it: its name is that of its first column. */
const row = ({ page }: Person, ...texts: (string | RegExp)[]) =>
  texts.reduce((found, hasText) => found.filter({ hasText }), page.getByRole('row'));
const stands = ({ page }: Person, state: string) => page.locator('header [data-tone]').getByText(state).waitFor();

describe('PA-15 an import of parties', () => {
  it('is mapped, tried, decided on, kept and taken back, and is found again whenever it was left', async () => {
    const known = await newConsumer({ name: 'Quaghebeur', firstName: 'Anaïs', phones: ['0320998877'] });
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.getByRole('navigation', { name: 'Rubriques' }).getByText('Tiers').first().click();
    await page.goto(`${system.url('api')}/party-imports/new`);
    await page.getByText('Rien n’est enregistré').or(page.getByText("Rien n'est enregistré")).waitFor();
    await person.picture('import-file-laptop');
    expect(await person.axe()).toEqual([]);
    await startImport(person, 'clients.csv', FILE);

    // What the columns hold is guessed; what a person says stays over a reload.
    const holds = (column: string, field = ''): Locator =>
      page.getByRole('button', { name: `Ce que contient « ${column} »` }).filter({ hasText: field });
    await stands(person, 'Colonnes à confirmer');
    await page.getByText('Délivré 0', { exact: true }).waitFor();
    for (const [column, field] of [
      ['Société', 'Nom ou raison sociale'],
      ['Tél. portable', 'Téléphone'],
      ['Commune', 'Ville'],
      ['Réf. interne', 'Ne pas importer'],
    ])
      // prettier-ignore
      await holds(column as string, field).waitFor();
    await holds('Réf. interne').click();
    await page.getByRole('option', { name: 'Étiquette' }).click();
    await page.reload();
    await holds('Réf. interne', 'Étiquette').waitFor();
    await person.picture('import-columns-laptop');
    expect(await person.axe()).toEqual([]);

    await page.getByRole('button', { name: "Lancer l'essai à blanc" }).click();
    await stands(person, 'À décider');
    expect(await parties('Délivré')).toEqual([]);
    await page.getByRole('button', { name: 'En erreur 4' }).click();
    await row(person, "n'est pas une adresse e-mail", 'Arobase').waitFor();
    await row(person, 'Le nom est obligatoire', 'Anonyme').waitFor();
    await person.picture('import-errors-laptop');
    expect(await person.axe()).toEqual([]);
    const rule = page.getByRole('search', { name: 'Filtres' }).getByRole('button', { name: 'Motif' });
    await rule.click();
    await page.getByRole('option', { name: 'Courriel faux' }).click();
    await eventually(async () => ((await row(person, 'En erreur').count()) === 2 ? true : undefined)); // prettier-ignore
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Exporter' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const exported = readFileSync(await (await download).path(), 'utf8').split('\r\n');
    expect(exported[0]).toBe(`\ufeffLigne;État;Motif;Valeur;${HEADER}`);
    expect(exported.filter((line) => line.includes('En erreur')).map((line) => line.split(';').slice(3, 7))).toEqual([
      ['nobody', 'Sans', 'Courriel', ''],
      ['nobody.example', 'Sans', 'Arobase', ''],
    ]);

    // Left, and found again.
    await page.goto(`${system.url('api')}/party-imports`);
    await row(person, 'clients.csv', 'À décider').waitFor();
    await person.picture('imports-laptop');
    expect(await person.axe()).toEqual([]);
    const other = await person.openWindow();
    await other.page.goto(`${system.url('api')}/party-imports`);
    await row(other, 'clients.csv', 'À décider').waitFor();
    await row(person, 'clients.csv').focus();
    await person.press('Enter');
    await page.getByRole('button', { name: 'Mettre à jour les fiches connues' }).click();
    await page.getByRole('button', { name: 'À mettre à jour 1' }).click();
    await row(person, 'Quaghebeur Anaïs (même téléphone)').waitFor();
    await page.getByRole('button', { name: 'Toutes 45' }).click();

    // One line first, then what is left.
    await row(person, /Délivré 0(?!\d)/).focus();
    await person.press('Space');
    await page.getByRole('button', { name: 'Importer ces lignes' }).click();
    await page.getByRole('button', { name: 'Importées 1' }).waitFor();
    expect((await parties('Délivré')).map(({ tags }: { tags: string[] }) => tags)).toEqual([['VIP']]);
    await page.getByRole('button', { name: `Importer ${GOOD} lignes` }).click();
    await page.getByRole('button', { name: `Importées ${GOOD + 1}` }).waitFor();
    await person.picture('import-result-laptop');
    expect(await parties('Délivré')).toHaveLength(GOOD);
    expect(await system.read(`/parties/${known}`)).toMatchObject({ emails: ['anais@lille.example'], version: '2' });
    // WE-3: whoever looks at the list sees it without asking.
    await row(other, 'clients.csv', 'Importé').waitFor();

    const [touched] = await parties('Délivré 7');
    const { id, name, firstName, phones, kinds } = touched;
    await system.done('PUT', `/parties/${id}`, { name, firstName, phones, kinds, comment: 'since' }, { seen: touched });
    await page.getByRole('button', { name: "Annuler l'import" }).click();
    const dialog = page.getByRole('dialog', { name: "Annuler l'import" });
    await dialog.getByText('tiers modifiés depuis').waitFor();
    await person.picture('import-undo-laptop');
    await dialog.getByRole('button', { name: "Annuler l'import" }).click();
    await stands(person, 'Annulé');
    await page.getByRole('button', { name: 'Conservées 1' }).click();
    await row(person, 'a été modifié depuis').waitFor();
    await person.picture('import-undone-laptop');
    expect((await parties('Délivré')).map((one: { comment: string }) => one.comment)).toEqual(['since']);
    expect(await system.read(`/parties/${known}`)).toMatchObject({ emails: [] });
    expect([...person.complaints, ...other.complaints]).toEqual([]);
    await person.leave();
  }, 240_000);

  it('that can’t be read says why and where, dropped on the page too', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await person.prefer({ theme: 'sombre' });
    await page.goto(`${system.url('api')}/party-imports/new`);
    const drop = page.getByRole('group', { name: /Déposez ici/ });
    await drop.waitFor();
    const data = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['Nom\\nPetit\\n"Roy'], 'broken.csv'));
      return data;
    })()`);
    await drop.dispatchEvent('dragover', { dataTransfer: data });
    await person.picture('import-file-dark-laptop');
    await drop.dispatchEvent('drop', { dataTransfer: data });
    await page.getByRole('alert').getByText('Ligne 3').waitFor();
    await page.getByRole('alert').getByText('un guillemet ouvert').waitFor();
    await person.picture('import-unreadable-dark-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Choisir un autre fichier' }).click();
    await drop.waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  }, 60_000);

  it('reads what the list of parties exports, as CSV and as XLSX: the same parties in other stations', async () => {
    const name = "Aller d'Œuvray";
    const whole = {
      civility: 'Mme',
      name: `${name} "Retour"; fils`,
      firstName: 'Léa',
      siret: '73282932000074',
      vatNumber: 'FR44732829320',
      language: 'en',
      kinds: ['consumer', 'reseller'],
      phones: ['+32 2 555 12 12', '03 20 11 22 33'],
      emails: ['lea@aller.example', 'oeuvray@aller.example'],
      mainAddress: { line1: '12 rue de la Gare', line2: 'Bât. B', postcode: '01000', city: 'Bourg', country: 'FR' },
      tags: ['VIP', 'tarif 2'],
      comment: '=appeler le soir\n+ digicode 42',
    };
    for (const party of [whole, { name: `${name} seul` }]) await newConsumer(party);
    const columns = ['name', 'firstName', 'phone', 'email', 'postcode', 'city', 'siret', 'tags', 'kinds', 'civility', 'line1', 'line2', 'country', 'vatNumber', 'language', 'comment']; // prettier-ignore
    await system.done('PUT', '/me/preferences/columns.parties.consumer', { value: columns });
    const here = (await parties(name)).map(dataOf);
    expect(here).toHaveLength(2);

    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/parties/kind/consumer?f.name=${encodeURIComponent(name)}`);
    await page.getByRole('row', { name: new RegExp(`${name} seul`) }).waitFor();
    const files = new Map<string, Buffer>();
    for (const entry of ['CSV', 'Excel (XLSX)']) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Exporter' }).click();
      await page.getByRole('menuitem', { name: entry }).click();
      const file = await download;
      files.set(file.suggestedFilename(), readFileSync(await file.path()));
    }
    for (const [station, file] of [
      ['LEN', 'Consommateurs.csv'],
      ['ARR', 'Consommateurs.xlsx'],
    ] as const) {
      await page.getByRole('button', { name: /^Station/ }).click();
      await page.getByRole('menuitemradio', { name: new RegExp(`^${station}`) }).click();
      await page.getByRole('button', { name: new RegExp(`^Station.*${station}`) }).waitFor();
      await startImport(person, file, files.get(file) as Buffer);
      await stands(person, 'Colonnes à confirmer');
      await page.getByRole('button', { name: /« Langue »/ }).waitFor();
      expect(await page.getByRole('button', { name: /^Ne pas importer/ }).count()).toBe(0);
      await page.getByRole('button', { name: "Lancer l'essai à blanc" }).click();
      await page.getByRole('button', { name: 'Importer 2 lignes' }).click();
      await page.getByRole('button', { name: 'Importées 2' }).waitFor();
      await system.workIn(station);
      expect((await parties(name)).map(dataOf)).toEqual(here);
    }
    expect(person.complaints).toEqual([]);
    await person.leave();
  }, 120_000);
});

describe('ST-6 a price list with errors', () => {
  it('is compared with the catalogue, corrected in nothing, and applied but for its wrong lines', async () => {
    await system.workIn('LIL');
    const maker = (await system.done('POST', '/parties', { kinds: ['manufacturer', 'supplier'], name: 'Électrobrand', acceptDuplicates: true })).created.id; // prettier-ignore
    const made = async (reference: string, listPrice: string): Promise<string> => (await system.done('POST', '/parts', { reference, designation: `Pièce ${reference}`, listPrice, manufacturerPartyId: maker, ventilationCode: 'PIECE' })).id; // prettier-ignore
    const raised = await made('EB-100', '100');
    await made('EB-200', '80');
    await made('EB-300', '5.5');
    await made('EB-400', '7');
    const rows = [
      'Code article;Désignation;Prix net;Stock',
      'EB-100;Carte électronique;112,50 €;3',
      'EB-200;Pompe de vidange;72,00;1',
      'EB-300;Joint;5,50;9',
      'EB-500;Résistance d’été;1 234,5678;0',
      'EB-500;Résistance, deux fois;12;0',
      'EB-600;Tambour;-3,10;0',
      'EB-700;Courroie;sur demande;0',
      ';Sans référence;4;0',
    ];
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await startImport(person, 'tarif-2027.csv', Buffer.from(rows.join('\r\n').replaceAll('’', '\x92').replaceAll('€', '\x80'), 'latin1'), 'price-lists'); // prettier-ignore

    await stands(person, 'Colonnes à confirmer');
    await page.getByText('Carte électronique', { exact: true }).waitFor();
    const compare = page.getByRole('button', { name: 'Comparer au catalogue' });
    await page.getByRole('button', { name: /Constructeur/ }).first().click(); // prettier-ignore
    await page.getByRole('option', { name: 'Électrobrand' }).click();
    await page.reload();
    await page.getByRole('button', { name: /Électrobrand/ }).waitFor();
    await person.picture('price-list-columns-laptop');
    expect(await person.axe()).toEqual([]);
    await compare.click();

    await stands(person, 'À valider');
    await page.getByRole('button', { name: 'Disparues 1' }).waitFor();
    await row(person, 'EB-400', 'Disparue').waitFor();
    await person.picture('price-list-checked-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'En erreur 4' }).click();
    await row(person, 'Le prix est négatif', '-3,10').waitFor();
    await row(person, 'n’est pas un nombre lisible', 'sur demande').waitFor();
    await row(person, 'figure déjà plus haut', 'EB-500').waitFor();
    await row(person, 'La référence est vide').waitFor();
    await eventually(async () => ((await row(person, 'En erreur').count()) === 4 && (await row(person, 'Hausse').count()) === 0 ? true : undefined)); // prettier-ignore
    await person.picture('price-list-errors-laptop');
    await person.prefer({ theme: 'sombre' });
    await row(person, 'La référence est vide').waitFor();
    await person.picture('price-list-errors-dark-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'En hausse 1' }).click();
    await row(person, 'EB-100', '+12,5').waitFor();
    expect(await system.read(`/parts/${raised}`)).toMatchObject({ listPrice: '100.0000' });

    // Found again after a reload, by who looks at the list, too.
    await page.goto(`${system.url('api')}/price-lists`);
    await row(person, 'tarif-2027.csv', 'À valider').waitFor();
    await person.picture('price-lists-dark-laptop');
    await row(person, 'tarif-2027.csv').focus();
    await person.press('Enter');
    await page.getByRole('button', { name: 'Appliquer 3 prix' }).click();
    const dialog = page.getByRole('dialog', { name: 'Appliquer le tarif' });
    await dialog.getByText('1 pièce est créée, 2 prix changent').waitFor();
    await person.picture('price-list-apply-dark-laptop');
    await dialog.getByRole('button', { name: 'Appliquer le tarif' }).click();
    await stands(person, 'Appliqué');
    await page.getByRole('button', { name: 'Nouvelles 1' }).click();
    await row(person, 'EB-500', 'Résistance d’été').focus();
    await person.press('Enter');
    await page.getByText('Tarif importé').waitFor();
    await person.prefer({ theme: 'clair' });
    await page.goto(`${system.url('api')}/parts/${raised}`);
    await page.getByText('Tarif importé').scrollIntoViewIfNeeded();
    await person.picture('price-list-part-laptop');
    expect(await system.read(`/parts/${raised}`)).toMatchObject({ listPrice: '112.5000' });
    await page.getByRole('link', { name: 'ouvrir' }).first().click();
    await stands(person, 'Appliqué');

    // What is no price list says so.
    await startImport(person, 'faux.csv', Buffer.from('a;b\n"1'), 'price-lists');
    await page.getByRole('alert').getByText('Ligne 2').waitFor();
    await person.picture('price-list-refused-laptop');
    expect(person.complaints).toEqual([]);
    await person.leave();
  }, 120_000);
});

/** What a party tells of who it is: neither ids nor terms. */
function dataOf(party: Record<string, unknown>): unknown {
  const { id: _id, version: _version, source: _source, billingTerms: _b, pricingTerms: _p, ...said } = party;
  return said;
}
