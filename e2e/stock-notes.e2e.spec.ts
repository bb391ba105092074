import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start({ consumers: 5 }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

async function part(reference: string, designation: string): Promise<string> {
  const given = { reference, designation, ventilationCode: 'PIECE', purchasePrice: '4' };
  return (await system.done('POST', '/parts', given)).id as string;
}

describe('E-077 E-085 stock documents', () => {
  it('come in scan by scan and go out from the list of parts, by keyboard; the part’s history leads to the note', async () => {
    const pump = await part('BON-A1', 'Pompe de vidange');
    await part('BON-B2', 'Courroie');
    const clerk = await Person.sitDown(browser, system);
    const { page } = clerk;
    await clerk.signIn();
    await page.goto(`${system.url('api')}/stock-notes`);
    await page.getByText(/^Aucun bon/).waitFor();
    await clerk.press('n');
    const scanned = page.getByRole('textbox', { name: /^Lire un code/ }).and(page.locator(':focus'));
    await scanned.waitFor();
    for (const code of ['BON-A1', 'BON-A1', 'BON-B2']) await clerk.scan(code);
    await page.getByRole('status').filter({ hasText: 'Courroie' }).waitFor();
    await page.getByLabel('Coût unitaire de BON-A1').fill('12,5');
    await page.getByLabel('Quantité de BON-B2').fill('0,00001');
    await page.getByRole('textbox', { name: 'Daté du' }).fill('2999-12-31');
    await clerk.press('Control+Enter');
    await page.getByText(/Cette date est à venir/).waitFor();
    await page
      .getByText(/décimales/)
      .first()
      .waitFor();
    await clerk.picture('stock-note-refused');
    expect(await clerk.axe()).toEqual([]);
    await page.getByLabel('Quantité de BON-B2').fill('3');
    await page.getByRole('textbox', { name: 'Daté du' }).fill('2026-11-02');
    await clerk.picture('stock-note-new');
    expect(await clerk.axe()).toEqual([]);
    // It is saved, but the answer is lost; a reload keeps what was typed, and what is sent again is the same note.
    await page.route('**/api/v1/stock-notes', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await clerk.press('Control+Enter');
    await page.getByText(/Le serveur ne répond pas/).waitFor();
    await page.unroute('**/api/v1/stock-notes');
    await page.reload();
    await page.getByLabel('Quantité de BON-B2').waitFor();
    expect(await page.getByLabel('Coût unitaire de BON-A1').inputValue()).toBe('12,5');
    expect(await page.getByLabel('Quantité de BON-A1').inputValue()).toBe('2');
    await clerk.press('Control+Enter');
    await page.getByRole('heading', { name: /^LIL-BE-/ }).waitFor();
    await page.getByRole('row', { name: /BON-A1 Pompe de vidange 2 12,50 € 25,00 €/ }).waitFor();
    await page.getByRole('row', { name: /BON-B2 Courroie 3 4,00 € 12,00 €/ }).waitFor();
    await clerk.picture('stock-note-in');
    expect(await clerk.axe()).toEqual([]);
    const [paper] = await Promise.all([page.waitForEvent('download'), clerk.press('p')]);
    expect(paper.suggestedFilename()).toMatch(/^LIL-BE-.*\.pdf$/);

    // A file joins it later, and is there to be opened.
    const choose = async (name: string, mimeType: string, content: string) =>
      page.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
    await choose('photo.png', 'image/png', 'rien');
    await page.getByText(/Ce fichier n’est pas de ceux/).waitFor();
    await choose('Bon de dépôt.pdf', 'application/pdf', '%PDF-1.7');
    const [kept] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Bon de dépôt.pdf' }).press('Enter'),
    ]);
    expect(kept.suggestedFilename()).toBe('Bon de dépôt.pdf');
    await clerk.picture('stock-note-attached');
    expect(await clerk.axe()).toEqual([]);

    await page.goto(`${system.url('api')}/parts/kind/part?f.reference=BON-`);
    await page.getByRole('row', { name: /BON-B2/ }).waitFor();
    await page.getByRole('row', { name: /BON-A1/ }).focus();
    await clerk.press('Space');
    await page.getByRole('button', { name: 'Nouveau bon de sortie' }).click();
    await page.getByLabel('Quantité de BON-A1').waitFor();
    await page.getByRole('button', { name: /Motif de BON-A1/ }).click();
    await page.getByRole('option', { name: 'Vol' }).click();
    await clerk.prefer({ language: 'fr', theme: 'sombre' });
    await page.getByRole('button', { name: /Vol Motif de BON-A1/ }).waitFor();
    await clerk.picture('stock-note-out-dark');
    await page.getByLabel('non enregistré').waitFor();
    expect(await clerk.axe()).toEqual([]);
    await clerk.prefer({ language: 'fr', theme: 'clair' });
    await page.getByLabel('Quantité de BON-A1').waitFor();
    await clerk.press('Control+Enter');
    await page.getByRole('heading', { name: /^LIL-BS-/ }).waitFor();
    await page.getByRole('row', { name: /BON-A1 Pompe de vidange Vol 1 12,50 €/ }).waitFor();
    await clerk.picture('stock-note-out');
    expect(await clerk.axe()).toEqual([]);

    await page.goto(`${system.url('api')}/parts/${pump}?pane=history`);
    await page.getByRole('row', { name: /Correction, sortie LIL-BS-\S+ · Vol Dépôt/ }).waitFor();
    await clerk.picture('stock-note-history');
    await page.getByRole('link', { name: /^LIL-BE-/ }).click();
    await page.getByRole('heading', { name: /^LIL-BE-/ }).waitFor();

    await page.goto(`${system.url('api')}/stock-notes`);
    await page.getByRole('row', { name: /LIL-BS-/ }).waitFor();
    expect(await page.getByRole('row', { name: /LIL-B[ES]-/ }).count()).toBe(2);
    await clerk.picture('stock-notes');
    expect(await clerk.axe()).toEqual([]);
    await page.goto(`${system.url('api')}/stock-notes?f.placeId=depot`);
    await page.getByRole('row', { name: /LIL-BS-/ }).waitFor();
    await clerk.picture('stock-notes-place');
    await page.getByRole('button', { name: 'Entrées' }).click();
    await page.getByRole('row', { name: /LIL-BE-/ }).waitFor();
    await page.getByRole('row', { name: /LIL-BS-/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Inventaires' }).click();
    await page.getByRole('heading', { name: /^Inventaires/ }).waitFor();

    // Given up, a draft is gone; saved, it was.
    await page.goto(`${system.url('api')}/stock-notes/new-in`);
    await page.getByText(/^Lisez les pièces au lecteur/).waitFor();
    await clerk.scan('BON-B2');
    await page.getByLabel('Quantité de BON-B2').waitFor();
    await clerk.press('Alt+w');
    await page.getByRole('button', { name: 'Fermer et perdre la saisie' }).click();
    await page.goto(`${system.url('api')}/stock-notes/new-in`);
    await page.getByText(/^Lisez les pièces au lecteur/).waitFor();
    expect(clerk.complaints).toEqual([]);
    await clerk.leave();
  }, 240_000);
});
