import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import type { Browser } from 'playwright-core';
import { MainLine } from '../flows/support/main-line.js';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';
import { saved } from './support/papers.js';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start({ consumers: 5 }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

/** The part in the catalogue of a station, and what of it lies there. */
async function known(station: string, reference: string, quantity?: string): Promise<string> {
  await system.workIn(station);
  const part = { reference, designation: 'Pompe de vidange', ventilationCode: 'PIECE' };
  const { id } = await system.done('POST', '/parts', part);
  const correction = { partId: id, quantity, reason: 'départ', unitCost: '12.50' };
  if (quantity !== undefined) await system.done('POST', '/stock-corrections', correction);
  return id as string;
}

/** Somebody at a browser, at work in a station. */
async function clerkOf(station: string): Promise<Person> {
  const person = await Person.sitDown(browser, system);
  const { page } = person;
  await person.signIn();
  const chooser = page.getByRole('button', { name: /^Station/ });
  if ((await chooser.innerText()).includes(station)) return person;
  await chooser.click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${station}`) }).click();
  await page.getByRole('button', { name: new RegExp(`^Station.*${station}`) }).waitFor();
  return person;
}

describe('ST-15 a transfer between two stations', () => {
  it('is asked for a file in one window, answered and sent in another, and its parts arrive short', async () => {
    const at = (path: string) => `${system.url('api')}${path}`;
    const there = await known('LEN', 'RES-77', '5');
    const here = await known('LIL', 'RES-77');
    const line = new MainLine(system);
    const { fileId } = await line.openFile();
    const wanted = { kind: 'part', reference: 'RES-77', quantity: '3', unitPrice: '24.90' };
    await system.done('POST', `/intervention-files/${fileId}/lines`, { lines: [wanted] });
    const { number: fileNumber } = await system.read(`/intervention-files/${fileId}`);

    const lens = await clerkOf('LEN');
    await lens.page.goto(at('/transfers'));
    await lens.page.getByText('Aucun transfert').waitFor();

    const lille = await clerkOf('LIL');
    const { page } = lille;
    await page.goto(at('/replenishment'));
    const row = page.getByRole('row', { name: new RegExp(fileNumber as string) });
    await row.waitFor();
    await row.focus();
    await lille.press('Space');
    await page.getByRole('button', { name: 'Stock du réseau' }).click();
    await page.getByRole('button', { name: 'Demander 3' }).waitFor();
    await lille.picture('transfer-network-stock');
    expect(await lille.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Demander 3' }).click();
    await page.getByRole('heading', { name: /^LIL-TR-/ }).waitFor();
    await page.getByText('Demandé', { exact: true }).first().waitFor();
    await lille.picture('transfer-requested');
    expect(await lille.axe()).toEqual([]);

    // It appears there by itself.
    const asked = lens.page.getByRole('row', { name: /LIL-TR-/ });
    await asked.waitFor();
    await lens.picture('transfers-list');
    expect(await lens.axe()).toEqual([]);
    await asked.focus();
    await lens.press('Enter');
    await lens.page.getByRole('heading', { name: /^LIL-TR-/ }).waitFor();
    // It sends two of the three; the third waits again at once.
    await lens.page.getByRole('button', { name: 'Accepter', exact: true }).click();
    const accept = lens.page.getByRole('dialog').getByRole('button', { name: 'Accepter', exact: true });
    await lens.page.getByLabel('Quantité à envoyer').fill('4');
    await accept.click();
    await lens.page.getByRole('dialog').getByText('comprise entre zéro et 3').waitFor();
    await lens.picture('transfer-accept');
    expect(await lens.axe()).toEqual([]);
    await lens.page.getByLabel('Quantité à envoyer').fill('2');
    await accept.click();
    await page.getByText('Accepté en partie').first().waitFor();
    await page.getByText('Houplin Lens envoie 2 sur 3').waitFor();
    await lille.picture('transfer-partly');
    expect(await lille.axe()).toEqual([]);
    await lens.page.getByText('Accepté : 2 sur 3').waitFor();
    await lens.picture('transfer-partly-there');
    expect(await lens.axe()).toEqual([]);
    await lens.page.getByRole('button', { name: 'Expédier', exact: true }).click();
    await lens.picture('transfer-send');
    expect(await lens.axe()).toEqual([]);
    // What leaves takes its note along; later it is printed again.
    const note = await saved(lens.page, () =>
      lens.page.getByRole('dialog').getByRole('button', { name: 'Expédier', exact: true }).click(),
    );
    const number = await lens.page.getByRole('heading', { name: /^LIL-TR-/ }).innerText();
    for (const said of ['Bon de transfert', number, 'Houplin Lens', 'Houplin Lille', 'RES-77'])
      expect(note).toContain(said);
    expect(await saved(lens.page, () => lens.press('p'))).toBe(note);
    await page.getByText('En transit', { exact: true }).first().waitFor();
    await lens.prefer({ language: 'fr', theme: 'sombre' });
    await lens.page.getByText('En transit', { exact: true }).first().waitFor();
    await lens.picture('transfer-issued-dark');
    expect(await lens.axe()).toEqual([]);

    // The part of each says so, and leads to it.
    const coming = await lille.openWindow();
    await coming.page.goto(at(`/parts/${here}`));
    await coming.page.getByText('En route vers nous').nth(1).waitFor();
    await coming.picture('transfer-part-arriving');
    expect(await coming.axe()).toEqual([]);
    await lens.page.goto(at(`/parts/${there}`));
    await lens.page.getByText('En route vers le réseau').nth(1).waitFor();
    await lens.picture('transfer-part-leaving-dark');
    expect(await lens.axe()).toEqual([]);
    await lens.page.getByRole('link', { name: /^LIL-TR-/ }).click();
    await lens.page.getByRole('heading', { name: /^LIL-TR-/ }).waitFor();

    // The file, in a window of its own, sees its part come.
    const file = await lille.openWindow();
    await file.page.goto(at(`/files/${fileId}`));
    await file.page.getByRole('heading', { name: new RegExp(fileNumber as string) }).waitFor();

    // It arrives: whoever unpacks it scans its note.
    await page.goto(at('/transfers'));
    await page.getByText("Lisez le code-barres d'un bon de transfert").waitFor();
    await lille.picture('transfers-scan');
    await lille.scan('LIL-TR-2026-999999');
    await page.getByText('Aucun transfert de cette station ne porte ce numéro : LIL-TR-2026-999999').waitFor();
    await lille.picture('transfers-scan-unknown');
    expect(await lille.axe()).toEqual([]);
    await lille.scan(number);
    await page.getByRole('heading', { name: number }).waitFor();

    await page.getByRole('button', { name: 'Recevoir', exact: true }).click();
    await page.getByLabel('Quantité arrivée').fill('1');
    await page.getByRole('dialog').getByRole('button', { name: 'Recevoir', exact: true }).click();
    await page.getByRole('dialog').getByText('Dites pourquoi').waitFor();
    await page.getByLabel('Motif du manquant').fill('carton ouvert');
    await lille.picture('transfer-receive');
    expect(await lille.axe()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Recevoir', exact: true }).click();
    await page.locator('[data-tone=done]', { hasText: 'Reçu' }).waitFor();
    await lille.picture('transfer-received');
    expect(await lille.axe()).toEqual([]);
    // By itself it is no longer on its way.
    await coming.page.getByText('En route vers nous').first().waitFor({ state: 'detached' });
    await lens.page.getByText('carton ouvert').waitFor();
    await lens.page.getByText('12,50 €').first().waitFor();
    await lens.picture('transfer-short-dark');

    const allocated = await eventually(async () => {
      const { lines } = await system.read(`/intervention-files/${fileId}`);
      const mine = (lines as { reference: string; quantityAllocated: string }[]).find(({ reference }) => reference === 'RES-77'); // prettier-ignore
      return mine?.quantityAllocated === '1.0000' ? mine.quantityAllocated : undefined;
    });
    expect(allocated).toBe('1.0000');
    await file.picture('transfer-file');
    // What is lost waits again.
    await page.goto(at('/replenishment'));
    await page.getByRole('row', { name: new RegExp(fileNumber as string) }).waitFor();
    for (const person of [lille, lens, file, coming]) expect(person.complaints).toEqual([]);
    for (const person of [lille, lens]) await person.leave();
  }, 180_000);
});
