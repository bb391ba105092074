import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
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

const suppliers = () => `${system.url('api')}/parties/kind/supplier`;

describe('PA-17 WE-4 lists', () => {
  it('keep a search by name and open with it, in another browser too', async () => {
    const first = await Person.sitDown(browser, system);
    await first.signIn();
    await first.page.goto(suppliers());
    await first.page.getByRole('textbox', { name: 'Nom ou raison sociale' }).fill('Sud');
    await first.page.getByRole('button', { name: 'Garder cette recherche' }).click();
    await first.page.getByRole('textbox', { name: 'Nom de la recherche' }).fill('Du Sud');
    await first.press('Enter');
    await first.page.getByRole('button', { name: 'Ouvrir la liste avec cette recherche' }).click();
    await first.page.getByRole('button', { name: 'Ne plus ouvrir la liste avec cette recherche' }).waitFor();
    const second = await Person.sitDown(browser, system);
    await second.signIn();
    const asked: string[] = [];
    second.page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === '/api/v1/parties') asked.push(searchParams.get('filter[name][prefix]') ?? 'everything');
    });
    await second.page.goto(suppliers());
    await second.page.getByRole('row', { name: /Sud Pièces Service/ }).waitFor();
    // Not for a moment was there anything else.
    expect(new Set(asked)).toEqual(new Set(['Sud']));
    expect(await second.page.getByRole('row', { name: /Pièces du Nord/ }).count()).toBe(0);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
    await first.leave();
    await second.leave();
  });

  it('show the columns a person chose, and export just these, in the order shown', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/parties/kind/manufacturer?f.name=Electrobel`);
    await page.getByRole('row', { name: /Electrobel/ }).waitFor();
    await page.getByRole('button', { name: 'Colonnes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Colonnes' });
    for (const name of ['Code alpha', 'Coefficients', 'Origine', 'Téléphone', 'Courriel', 'Code postal', 'Famille'])
      await dialog.getByText(name, { exact: true }).click();
    await dialog.getByRole('button', { name: 'Avancer Ville' }).click();
    await person.picture('columns-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Escape');
    await page.getByRole('columnheader', { name: 'Ville' }).waitFor();
    await page.reload();
    await page.getByRole('row', { name: /Electrobel/ }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Exporter' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('Constructeurs.csv');
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['\ufeffVille;Nom ou raison sociale', 'Lyon;Electrobel']);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('WE-2 show the row in focus beside them, filter by choice and period, and tell what became of each row', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.prefer({ preview: true, rows: 'comfortable' });
    await person.signIn();
    await page.goto(`${system.url('api')}/kit/list`);
    const first = page.getByRole('row', { name: /000001/ });
    await first.focus();
    const preview = page.getByRole('complementary', { name: 'Aperçu' });
    await preview.getByText('LIL-DI-2026-000001').waitFor();
    await person.press('ArrowDown');
    await preview.getByText('LIL-DI-2026-000002').waitFor();
    await person.press(' ', 'ArrowDown', 'ArrowDown', 'ArrowDown', ' ');
    await page.getByText('2 lignes sélectionnées').waitFor();
    const archive = page.getByRole('button', { name: 'Archiver' });
    expect(await archive.isDisabled()).toBe(true);
    expect(await archive.locator('..').getAttribute('title')).toMatch(/en cours/);
    await person.picture('kit-list-selected');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Envoyer' });
    await dialog.getByText('1 ligne faite sur 2, 1 refusée').waitFor();
    await dialog.getByText('La commande est déjà envoyée').waitFor();
    await person.picture('kit-list-outcomes');
    expect(await person.axe()).toEqual([]);
    await dialog.getByRole('button', { name: 'Fermer' }).click();
    // What was done is not selected any more; what was refused still is.
    await page.getByText('1 ligne sélectionnée').waitFor();
    await page.goto(`${system.url('api')}/kit/list?f.at=2026-11-27..2026-11-28&f.state=late`);
    const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
    await cell('27/11/2026').first().waitFor();
    expect(await cell('En cours').count()).toBe(0);
    await page.getByRole('button', { name: 'Effacer les filtres' }).click();
    await cell('En cours').first().waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('WE-6 WE-14 are left for any record by its name, letters that are shortcuts included; home leads back, filtered', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${suppliers()}?f.name=Sud`);
    await page.getByRole('row', { name: /Sud Pièces Service/ }).waitFor();
    await person.press('Control+k');
    await page.getByRole('dialog').getByRole('searchbox').waitFor();
    await person.type('pièces du nord');
    await page.getByRole('menuitem', { name: /Pièces du Nord/ }).waitFor();
    await person.picture('palette');
    expect(await person.axe()).toEqual([]);
    await person.press('Enter');
    await page.getByRole('heading', { name: /Pièces du Nord/ }).waitFor();
    await page.goto(system.url('api'));
    await page.getByRole('link', { name: 'Du Sud' }).click();
    await page.getByRole('row', { name: /Sud Pièces Service/ }).waitFor();
    expect(page.url()).toContain('f.name=Sud');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
