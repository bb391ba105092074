import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { MainLine } from '../flows/support/main-line.js';
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

/** A part with so many on hand. */
async function stocked(reference: string, designation: string, quantity: string): Promise<string> {
  const { id } = await system.done('POST', '/parts', { reference, designation, ventilationCode: 'PIECE' });
  await system.done('POST', '/stock-corrections', { partId: id, quantity, reason: 'départ', unitCost: '10' });
  return id as string;
}

describe('ST-2 ST-3 ST-11 stock that lies in several places', () => {
  it('is given a van, goes there scan by scan, is seen place by place, and merges into what replaces it', async () => {
    const pump = await stocked('LIEU-A1', 'Pompe de vidange', '5');
    await stocked('LIEU-B2', 'Courroie', '4');
    const later = await stocked('LIEU-A2', 'Pompe de vidange, nouvelle version', '1');
    await system.done('POST', `/parts/${pump}/links`, { otherPartId: later, kind: 'replacement' });

    const clerk = await Person.sitDown(browser, system);
    const { page } = clerk;
    await clerk.signIn();
    await page.goto(`${system.url('api')}/internal-transfer`);
    await page.getByRole('link', { name: 'Ajouter un lieu de stock' }).click();
    await page.getByText("Rien ici pour l'instant").waitFor();
    await clerk.press('n');
    const dialog = page.getByRole('dialog', { name: 'Nouveau lieu de stock' });
    await dialog.getByRole('textbox', { name: /^Code/ }).fill('camion1');
    await dialog.getByRole('textbox', { name: /^Libellé/ }).fill('Camion de Julien');
    await clerk.picture('stock-place-new');
    expect(await clerk.axe()).toEqual([]);
    await dialog.getByRole('button', { name: 'Ajouter' }).click();
    await page.getByRole('heading', { name: 'Camion de Julien' }).waitFor();
    await clerk.picture('stock-place');
    expect(await clerk.axe()).toEqual([]);

    const ready = async () => {
      await page.getByRole('button', { name: /CAMION1/ }).waitFor();
      await page
        .getByRole('textbox', { name: /^Lire un code/ })
        .and(page.locator(':focus'))
        .waitFor();
    };
    await page.goto(`${system.url('api')}/internal-transfer`);
    await ready();
    for (const code of ['LIEU-A1', 'LIEU-A1', 'LIEU-B2']) await clerk.scan(code);
    const said = page.getByRole('status').filter({ hasText: 'Courroie' });
    await said.waitFor();
    await page.getByLabel('Quantité de LIEU-B2').fill('5');
    await clerk.press('Control+Enter');
    await page
      .getByText(/^4 seulement peuvent partir/)
      .first()
      .waitFor();
    await clerk.picture('transfer-refused');
    expect(await clerk.axe()).toEqual([]);
    await page.getByLabel('Quantité de LIEU-B2').fill('3');
    // The scanner is heard in the field of a quantity, which stays as it was.
    await clerk.scan('INCONNU-9');
    await page.getByText('Aucune pièce ne porte ce code').waitFor();
    expect(await page.getByLabel('Quantité de LIEU-B2').inputValue()).toBe('3');
    // What was typed survives a reload.
    await page.getByLabel('Commentaire').fill('Tournée du matin');
    await clerk.prefer({ language: 'fr', theme: 'sombre' });
    await ready();
    await clerk.picture('transfer-dark');
    await clerk.prefer({ language: 'fr', theme: 'clair' });
    await ready();
    const typed = async (label: string) => page.getByLabel(label, { exact: true }).inputValue();
    expect(await typed('Quantité de LIEU-A1')).toBe('2');
    expect(await typed('Quantité de LIEU-B2')).toBe('3');
    expect(await typed('Commentaire')).toBe('Tournée du matin');
    await page.getByRole('button', { name: 'Retirer LIEU-B2' }).press('Enter');
    await page.getByLabel('Quantité de LIEU-B2').waitFor({ state: 'detached' });
    await clerk.scan('LIEU-B2');
    await page.getByLabel('Quantité de LIEU-B2').waitFor();
    await clerk.picture('transfer');
    await clerk.press('Control+Enter');
    await page.getByText('2 pièces transférées').waitFor();
    await page.reload();
    await ready();
    await page.getByText(/^Lisez les pièces au lecteur/).waitFor();
    expect(await typed('Commentaire')).toBe('');

    await page.goto(`${system.url('api')}/parts/${pump}`);
    const places = page.getByRole('group', { name: 'Stock par lieu' });
    await places.getByRole('row', { name: /Dépôt 3 0 3/ }).waitFor();
    await places.getByRole('row', { name: /CAMION1 Camion de Julien 2 0 2/ }).waitFor();
    await clerk.picture('part-places');
    expect(await clerk.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Corriger le stock' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Lieu/ }).waitFor();
    await clerk.picture('part-correct');
    expect(await clerk.axe()).toEqual([]);
    await clerk.press('Escape');

    await page.goto(`${system.url('api')}/parts/${pump}?pane=links`);
    await page.getByRole('button', { name: 'Fusionner le stock dans LIEU-A2' }).click();
    await page.getByText(/passe épuisée et LIEU-A2 est proposée/).waitFor();
    await clerk.picture('part-merge');
    expect(await clerk.axe()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Fusionner' }).click();
    await page.getByText('Épuisée', { exact: true }).first().waitFor();
    await page.goto(`${system.url('api')}/parts/${later}?pane=history`);
    await page.getByRole('row', { name: /Fusion LIEU-A1 CAMION1/ }).waitFor();
    await page.getByRole('row', { name: /Fusion LIEU-A1 Dépôt/ }).waitFor();
    await clerk.picture('part-merged');
    expect(await clerk.axe()).toEqual([]);
    const { onHand, value, places: there } = await system.read(`/stock-levels/${later}`);
    expect([onHand, value]).toEqual(['6.0000', '60.00']);
    expect((there as { onHand: string }[]).map((place) => place.onHand)).toEqual(['4.0000', '2.0000']);

    await page.goto(`${system.url('api')}/stock-settings`);
    const negative = page.getByRole('checkbox', { name: /^Refuser ce qui rendrait/ });
    await negative.waitFor();
    expect(await negative.isChecked()).toBe(false);
    await page.getByText('Refuser ce qui rendrait le stock du dépôt négatif').click();
    await page.getByRole('complementary').getByText('Dominique Démo').waitFor();
    expect(await negative.isChecked()).toBe(true);
    await clerk.picture('stock-settings');
    expect(await clerk.axe()).toEqual([]);
    expect((await system.read('/stock-settings'))['refuseNegativeStock']).toBe(true);
    expect(clerk.complaints).toEqual([]);
    await clerk.leave();
  }, 240_000);
});

describe('ST-11 ST-13 what lies in a van', () => {
  it('is given to a file in a click, is not looked for at the depot, and leaves the van when the file is billed', async () => {
    const part = { reference: 'VAN-A1', designation: 'Pompe de vidange', ventilationCode: 'PIECE' };
    const { id: pump } = await system.done('POST', '/parts', part);
    const entry = { kind: 'stock_place', code: 'CAMION2', label: "Camion d'Inès", placeType: 'van' };
    const van = await system.done('POST', '/catalogue-entries', entry);
    const correction = { partId: pump, quantity: '2', reason: 'départ', unitCost: '10', placeId: van.id };
    await system.done('POST', '/stock-corrections', correction);
    const line = new MainLine(system);
    const wanting = async () => {
      const { fileId } = await line.openFile();
      const wanted = { kind: 'part', reference: 'VAN-A1', quantity: '1', unitPrice: '24.90' };
      await system.done('POST', `/intervention-files/${fileId}/lines`, { lines: [wanted] });
      return { fileId, number: (await system.read(`/intervention-files/${fileId}`))['number'] as string };
    };
    const [file, other] = [await wanting(), await wanting()];

    const clerk = await Person.sitDown(browser, system);
    const { page } = clerk;
    const at = (path: string) => page.goto(`${system.url('api')}${path}`);
    await clerk.signIn();
    await at('/replenishment');
    const row = page.getByRole('row', { name: new RegExp(file.number) });
    await row.waitFor();
    await row.focus();
    await clerk.press('Space');
    await page.getByRole('button', { name: 'Stock du réseau' }).click();
    const take = page.getByRole('button', { name: 'Prendre 1 ici' });
    await take.waitFor();
    await page.getByText("Aucune autre station du réseau n'en a de libre.").waitFor();
    await clerk.picture('van-network');
    expect(await clerk.axe()).toEqual([]);
    await take.click();
    await row.waitFor({ state: 'detached' });

    await at(`/files/${file.fileId}`);
    await page.getByText('1 à CAMION2', { exact: true }).waitFor();
    await clerk.picture('van-file');
    expect(await clerk.axe()).toEqual([]);
    await at('/totes');
    await page.getByRole('row', { name: new RegExp(file.number) }).focus();
    await clerk.press('Space');
    await page.getByRole('button', { name: 'Mettre dans la caissette' }).click();
    await page.getByText('1 à CAMION2', { exact: true }).waitFor();
    await clerk.picture('van-tote');
    expect(await clerk.axe()).toEqual([]);

    // Who is in the catalogue gives the other piece from there.
    await at(`/parts/${pump}`);
    const places = page.getByRole('group', { name: 'Stock par lieu' });
    await places.getByRole('row', { name: /CAMION2 Camion d'Inès 2 1 1/ }).waitFor();
    await page.getByRole('button', { name: 'Prendre 1 à CAMION2' }).waitFor();
    await clerk.picture('van-rotation');
    expect(await clerk.axe()).toEqual([]);
    await clerk.prefer({ language: 'fr', theme: 'sombre' });
    await page.getByRole('button', { name: 'Prendre 1 à CAMION2' }).waitFor();
    await clerk.picture('van-rotation-dark');
    expect(await clerk.axe()).toEqual([]);
    await clerk.prefer({ language: 'fr', theme: 'clair' });
    await page.getByRole('button', { name: 'Prendre 1 à CAMION2' }).click();
    await places.getByRole('row', { name: /CAMION2 Camion d'Inès 2 2 0/ }).waitFor();
    await page.getByRole('row', { name: new RegExp(`${other.number}.*1 à CAMION2`) }).waitFor();
    await clerk.picture('van-promised');
    // Taken for the wrong file, it is left where it is, and given again.
    const promised = page.getByRole('row', { name: new RegExp(`${other.number}.*1 à CAMION2`) });
    await promised.getByRole('button', { name: 'Laisser 1 dans CAMION2' }).click();
    await places.getByRole('row', { name: /CAMION2 Camion d'Inès 2 1 1/ }).waitFor();
    await page.getByRole('button', { name: 'Prendre 1 à CAMION2' }).click();
    await promised.waitFor();

    await system.done('POST', `/intervention-files/${file.fileId}/finish`);
    await system.done('POST', `/intervention-files/${file.fileId}/bill`);
    await places.getByRole('row', { name: /CAMION2 Camion d'Inès 1 1 0/ }).waitFor({ timeout: 60_000 });
    await at(`/parts/${pump}?pane=history`);
    await page.getByRole('row', { name: new RegExp(`CAMION2.*${file.number}|${file.number}.*CAMION2`) }).waitFor();
    await clerk.picture('van-used');
    const { onHand, value } = await system.read(`/stock-levels/${pump}`);
    expect([onHand, value]).toEqual(['1.0000', '10.00']);
    expect(clerk.complaints).toEqual([]);
    await clerk.leave();
  }, 240_000);
});
