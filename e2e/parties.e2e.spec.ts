import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { newParty } from '@navette/api-schema';
import { eventually } from '@navette/testing';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

/** The work space, the list kit and the record kit, on one context. */
let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start({ consumers: 120 }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

/** Opens the consumers by the palette, and looks for words. */
async function searchConsumers({ page }: Person, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Consommateurs');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Consommateurs/ }).waitFor();
  await page.getByRole('searchbox', { name: 'Rechercher', exact: true }).fill(words);
}

/** What a field comes to hold. */
const holds = (field: Locator, value: string) =>
  eventually(async () => ((await field.inputValue()) === value ? true : undefined));

async function newConsumer(name: string, city: string): Promise<string> {
  const body = await system.done('POST', '/parties', {
    kinds: ['consumer'],
    name,
    firstName: 'Zoé',
    phones: ['0320112233'],
    mainAddress: { line1: '1 rue Neuve', postcode: '59000', city, country: 'FR' },
    acceptDuplicates: true,
  });
  return body.created.id as string;
}

describe('WE-2 the work space', () => {
  it('is entered and left by keyboard alone, and refuses a wrong password without losing the login', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await page.getByLabel('Identifiant').waitFor();
    expect(await person.axe()).toEqual([]);
    await person.type('demo');
    await person.press('Tab');
    await person.type('wrong password here');
    await person.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Identifiant').inputValue()).toBe('demo');
    await page.reload();
    await person.signIn();
    await person.picture('home-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Control+k');
    await person.type('Se déconnecter');
    await person.press('Enter');
    await page.getByLabel('Identifiant').waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('keeps its tabs over a reload, and shows the keys that work here', async () => {
    const id = await newConsumer('Vandamme', 'Lille');
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/parties/${id}`);
    await page.getByRole('heading', { name: /Vandamme/ }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: /Vandamme/ }).waitFor();
    const tabs = page.getByRole('navigation', { name: 'Onglets ouverts' });
    for (const name of ['Accueil', 'Vandamme Zoé']) await tabs.getByRole('button', { name, exact: true }).waitFor();
    await person.press('Alt+1');
    await page.getByRole('heading', { name: /^Bonjour/ }).waitFor();
    await page.locator('main').click();
    await person.press('?');
    await page.getByRole('dialog', { name: 'Raccourcis clavier' }).waitFor();
    await person.picture('shortcuts-laptop');
    await person.press('Escape');
    await person.leave();
  });
});

describe('PA-1, PA-6, PA-7 parties', () => {
  it('waits for a search, then opens a consumer by keyboard', async () => {
    const city = 'Tourcoing';
    await newConsumer('Quaghebeur', city);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await searchConsumers(person, '');
    await page.getByText('Saisissez un nom').waitFor();
    await person.picture('consumers-waiting-laptop');
    expect(await person.axe()).toEqual([]);
    // As somebody hears it on the phone.
    await page.getByRole('searchbox', { name: 'Rechercher', exact: true }).fill('quagebeur tourcoing');
    const row = page.getByRole('row', { name: /Quaghebeur/ });
    await row.waitFor();
    await person.picture('consumers-found-laptop');
    expect(await person.axe()).toEqual([]);
    await row.focus();
    await person.press('Enter');
    await page.getByRole('heading', { name: /Quaghebeur/ }).waitFor();
    // ID-9: what was done to it, and by whom.
    await page.getByRole('complementary').getByText('Dominique Démo').first().waitFor();
    await person.picture('party-laptop');
    expect(await person.axe()).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('creates a consumer, shows the likely duplicate first, and keeps what was typed over a reload', async () => {
    await newConsumer('Delobelle', 'Lille');
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/parties/new`);
    await page.getByLabel('Nom ou raison sociale').fill('Delobelle');
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('0320112233');
    await page.reload();
    await holds(page.getByLabel('Nom ou raison sociale'), 'Delobelle');
    await person.press('Control+s');
    await page.getByRole('dialog', { name: 'Ce tiers existe peut-être déjà' }).waitFor();
    await page.getByText('même téléphone').first().waitFor();
    await person.picture('party-duplicates-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: "C'est quelqu'un d'autre : créer" }).click();
    await page.waitForURL(/\/parties\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1);
    expect(await system.read(`/parties/${String(id)}`)).toMatchObject({
      name: 'Delobelle',
      phones: ['03 20 11 22 33'],
    });
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('WE-12 tells the second of two who edit, overwrites nothing, and lets them choose', async () => {
    const id = await newConsumer('Lefebvre', 'Lille');
    const [first, second] = [await Person.sitDown(browser, system), await Person.sitDown(browser, system)];
    await first.signIn();
    await second.signIn();
    for (const { page } of [first, second]) await page.goto(`${system.url('api')}/parties/${id}`);
    await second.page.getByLabel('Commentaire').fill('appeler le soir');
    await first.page.getByLabel('Ville').first().fill('Roubaix');
    await first.press('Control+s');
    await eventually(async () =>
      (await system.read(`/parties/${id}`)).mainAddress.city === 'Roubaix' ? true : undefined,
    );
    await second.press('Control+s');
    const dialog = second.page.getByRole('dialog', { name: 'Cette fiche a été modifiée entre-temps' });
    await dialog.waitFor();
    await second.picture('party-conflict-laptop');
    expect(await second.axe()).toEqual([]);
    expect(await system.read(`/parties/${id}`)).toMatchObject({ comment: '', mainAddress: { city: 'Roubaix' } });
    await dialog
      .getByRole('button', { name: 'Garder l’autre version' })
      .or(dialog.getByRole('button', { name: "Garder l'autre version" }))
      .click();
    await holds(second.page.getByLabel('Commentaire'), '');
    await first.leave();
    await second.leave();
  });

  it('WE-3 shows another’s change by itself', async () => {
    const id = await newConsumer('Marescaux', 'Lille');
    const person = await Person.sitDown(browser, system);
    await person.signIn();
    await person.page.goto(`${system.url('api')}/parties/${id}`);
    await person.page.getByRole('heading', { name: /Marescaux/ }).waitFor();
    await person.page.getByText('En direct').waitFor();
    const party = await system.read(`/parties/${id}`);
    const edited = Object.fromEntries(Object.entries(party).filter(([name]) => name in newParty.shape));
    const { status } = await system.api('PUT', `/parties/${id}`, { ...edited, firstName: 'Ophélie' }, { seen: party });
    expect(status).toBe(200);
    await person.page.getByRole('heading', { name: 'Marescaux Ophélie' }).waitFor();
    await person.leave();
  });
});
