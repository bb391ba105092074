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

/** A part that lies in a place, with so many on hand. */
async function stocked(reference: string, designation: string, place: string, quantity: string): Promise<string> {
  const entry = { kind: 'storage_location', code: place, label: place };
  const { id: locationId } = await system.done('POST', '/catalogue-entries', entry);
  const body = { reference, designation, ventilationCode: 'PIECE', locationId };
  const { id } = await system.done('POST', '/parts', body);
  await system.done('POST', '/stock-corrections', { partId: id, quantity, reason: 'départ', unitCost: '10' });
  return id as string;
}

describe('ST-16 ST-17 deliveries', () => {
  it('are ordered, picked by place, leave with a note, and the note is printed once the stock is gone', async () => {
    await stocked('LIV-B2', 'Courroie 1200 J5', 'B-02', '3');
    const pump = await stocked('LIV-A1', 'Pompe de vidange', 'A-01', '1');
    const office = await Person.sitDown(browser, system);
    const { page } = office;
    await office.signIn();

    await page.goto(`${system.url('api')}/customer-orders/new`);
    await page.getByRole('heading', { name: 'Nouvelle commande client' }).waitFor();
    await page.getByRole('button', { name: /Comptoir/ }).click();
    await page.getByRole('option', { name: 'Livraison' }).click();
    await page.getByRole('button', { name: 'Nouveau client' }).click();
    await page.getByLabel('Nom ou raison sociale').fill('Vasseur');
    await page.getByLabel('Ville').first().fill('Lille');
    await page.getByLabel('Référence, ligne 1').fill('LIV-A1');
    await page.getByLabel('Quantité, ligne 1').fill('2');
    await page.getByLabel('Prix HT, ligne 1').fill('24,90');
    await office.picture('order-new');
    expect(await office.axe()).toEqual([]);
    await office.press('Control+s');
    await page.getByRole('heading', { name: /-BC-/ }).waitFor();
    const number = await page.getByRole('heading', { name: /-BC-/ }).innerText();
    await page.getByText('Livraison', { exact: true }).first().waitFor();
    await page.getByText('Livrable en partie').first().waitFor();
    await office.picture('order-record');
    expect(await office.axe()).toEqual([]);
    // How it is handed over is thought over, and over again.
    for (const [before, after] of [
      ['Livraison', 'Boutique en ligne'],
      ['Boutique en ligne', 'Livraison'],
    ] as const) {
      await page.getByRole('button', { name: 'Changer le type' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: before }).click();
      await page.getByRole('option', { name: after }).click();
      await office.picture(`order-type-${after}`);
      expect(await office.axe()).toEqual([]);
      await dialog.getByRole('button', { name: 'Changer le type' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(after, { exact: true }).first().waitFor();
    }
    await office.picture('order-type-changed');

    await page.goto(`${system.url('api')}/deliveries`);
    await page.getByRole('heading', { name: /^Préparation des livraisons/ }).waitFor();
    await page.getByText('A-01 · 1 × LIV-A1').first().waitFor();
    await office.picture('deliveries');
    expect(await office.axe()).toEqual([]);
    await page.getByRole('row').filter({ hasText: number }).focus();
    await office.press('Space');
    await page.getByText('1 ligne sélectionnée').waitFor();
    const list = await saved(page, () => page.getByRole('button', { name: 'Liste de prélèvement' }).click());
    for (const said of ['Liste de prélèvement', 'A-01', 'LIV-A1', number]) expect(list).toContain(said);
    await page.getByRole('button', { name: 'Émettre le bon de livraison' }).click();
    await office.picture('deliveries-slip');
    await page.getByRole('dialog').getByRole('button', { name: 'Émettre le bon de livraison' }).click();
    await page.getByText('Aucune commande à livrer').waitFor();
    await office.press('Escape');

    await page.goto(`${system.url('api')}/customer-orders`);
    await page.getByText(number).first().click();
    await office.press('Enter');
    await page.getByRole('heading', { name: number }).waitFor();
    await page.getByText('Bon de livraison', { exact: true }).waitFor();
    await office.picture('order-delivered');
    await page.getByRole('link', { name: /-BL-/ }).click();
    await page.getByRole('heading', { name: /-BL-/ }).waitFor();
    await page.getByText('Émis', { exact: true }).first().waitFor();
    await office.picture('note');
    expect(await office.axe()).toEqual([]);
    const note = await saved(page, () => page.getByRole('button', { name: 'Imprimer' }).click());
    for (const said of ['Bon de livraison', 'Vasseur', 'Pompe de vidange', number, '29,88'])
      expect(note).toContain(said);
    await eventually(async () => {
      const { onHand } = await system.read(`/stock-levels/${pump}`);
      return onHand === '0.0000' ? true : undefined;
    });
    await office.prefer({ language: 'fr', theme: 'sombre' });
    await page.getByText('Émis', { exact: true }).first().waitFor();
    await office.picture('note-dark');
    expect(await office.axe()).toEqual([]);
    expect(office.complaints).toEqual([]);
  }, 120_000);
});

describe('ST-16 totes', () => {
  it('are chosen and scanned by file, say what was not reserved in time, and are printed', async () => {
    await stocked('CAI-A1', 'Électrovanne 2 voies', 'T-01', '1');
    await stocked('CAI-C3', 'Joint de hublot', 'T-03', '3');
    await system.done('POST', '/parts', {
      reference: 'CAI-B2',
      designation: 'Module de puissance',
      ventilationCode: 'PIECE',
    });
    const line = new MainLine(system);
    const [lacking, whole] = [await line.openFile(), await line.openFile()];
    const wants = (fileId: string, ...parts: readonly (readonly [string, string])[]) => {
      const lines = parts.map(([reference, quantity]) => ({ kind: 'part', reference, quantity, unitPrice: '10' }));
      return system.done('POST', `/intervention-files/${fileId}/lines`, { lines });
    };
    await wants(lacking.fileId, ['CAI-A1', '1'], ['CAI-B2', '2']);
    await wants(whole.fileId, ['CAI-C3', '2']);
    await eventually(async () => {
      const { parts } = await system.read(`/preparation/parts?originIds=${lacking.fileId},${whole.fileId}`);
      const ready = (parts as { ready: string }[]).filter((part) => part.ready !== '0.0000');
      return ready.length === 2 ? true : undefined;
    });
    const first = await system.read(`/intervention-files/${lacking.fileId}`);
    const second = await system.read(`/intervention-files/${whole.fileId}`);
    const office = await Person.sitDown(browser, system);
    const { page } = office;
    await office.signIn();

    await page.goto(`${system.url('api')}/totes`);
    await page.getByRole('heading', { name: 'Caissettes' }).waitFor();
    await page.getByText('1 ligne non affectée').waitFor();
    await page.getByText('1 ligne prête').waitFor();
    await office.picture('totes-files');
    expect(await office.axe()).toEqual([]);
    await page.getByRole('row').filter({ hasText: second.number }).focus();
    await office.press('Space');
    await page.getByRole('button', { name: 'Mettre dans la caissette' }).click();
    await page.getByRole('button', { name: 'Caissette (1 dossier)' }).waitFor();
    await office.scan('LIL-DI-2026-999999');
    await page.getByText('Aucun dossier ouvert ne porte ce numéro : LIL-DI-2026-999999').waitFor();
    await office.scan(first.number);
    await page.getByRole('button', { name: 'Caissette (2 dossiers)' }).waitFor();
    const missing = page.getByRole('row').filter({ hasText: 'CAI-B2' });
    await missing.getByText('Non affectée à temps, manque 2').waitFor();
    await page.getByRole('row').filter({ hasText: 'CAI-C3' }).getByText('Prête', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Technicien/ }).click();
    const technician = page.getByRole('option').first();
    const name = await technician.innerText();
    await technician.click();
    await page.getByLabel('Jour').fill('2026-11-24');
    await office.picture('tote');
    expect(await office.axe()).toEqual([]);
    const paper = await saved(page, () => office.press('Control+Enter'));
    for (const said of [name, 'Caissette du 24/11/2026', first.number, second.number, 'T-01', 'NON AFFECTÉE À TEMPS'])
      expect(paper).toContain(said);
    const { firstName, mainAddress, name: customer } = first.header;
    expect(paper).toContain(`${first.number} · ${`${customer} ${firstName}`.trim()} · ${mainAddress.city}`);
    await office.prefer({ language: 'fr', theme: 'sombre' });
    await page.getByText('1 ligne non affectée').waitFor();
    await office.picture('totes-dark');
    expect(await office.axe()).toEqual([]);
    await page.getByRole('row').filter({ hasText: first.number }).focus();
    await office.press('Space');
    await page.getByRole('button', { name: 'Mettre dans la caissette' }).click();
    await missing.getByText('Non affectée à temps, manque 2').waitFor();
    await office.picture('tote-dark');
    expect(await office.axe()).toEqual([]);
    expect(office.complaints).toEqual([]);
  }, 120_000);
});

describe('ST-16 IN-17 shuttle notes', () => {
  let office: Person;
  beforeAll(async () => {
    office = await Person.sitDown(browser, system);
    await office.signIn();
  }, 120_000);

  it('go with a repaired appliance, whose file is then shipped, and are printed from the file', async () => {
    const { fileId } = await new MainLine(system).openFile();
    await system.done('POST', `/intervention-files/${fileId}/finish`);
    const { number, product } = await system.read(`/intervention-files/${fileId}`);
    const { page } = office;
    await page.goto(`${system.url('api')}/files/${fileId}`);
    await page.getByRole('heading', { name: number }).waitFor();
    await office.picture('file-finished');
    await page.getByRole('button', { name: "Expédier l'appareil" }).click();
    await page.getByLabel('Remarques imprimées sur le bon').fill('Colis fragile, cordon joint');
    await office.picture('file-ship');
    expect(await office.axe()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: "Expédier l'appareil" }).click();
    await page.getByText('Appareil expédié').first().waitFor();
    await page.getByText('Bons navette', { exact: true }).waitFor();
    await office.picture('file-shipped');
    expect(await office.axe()).toEqual([]);
    const print = page.getByRole('button', { name: /^Imprimer le bon .*-BN-/ });
    const note = await saved(page, () => print.click());
    for (const said of ['Bon de livraison navette', number, product.category, 'Colis fragile, cordon joint'])
      expect(note).toContain(said);
    const { statuses } = await system.read(`/intervention-files/${fileId}`);
    expect(statuses.filter(({ code }: { code: number }) => code === 1107)).toHaveLength(1);
    expect(await saved(page, () => print.click())).toBe(note);
    await office.prefer({ language: 'fr', theme: 'sombre' });
    await print.waitFor();
    await office.picture('file-shipped-dark');
    expect(await office.axe()).toEqual([]);
    expect(office.complaints).toEqual([]);
  }, 120_000);

  it('go with several appliances at once, and a file that has nothing to send is named', async () => {
    const line = new MainLine(system);
    const files = [await line.openFile(), await line.openFile(), await line.openFile()];
    const ids = files.map(({ fileId }) => fileId);
    for (const id of ids.slice(1)) await system.done('POST', `/intervention-files/${id}/finish`);
    const { number: open } = await system.read(`/intervention-files/${ids[0]}`);
    const { page } = office;
    await page.goto(`${system.url('api')}/files`);
    for (const id of ids) {
      const { number } = await system.read(`/intervention-files/${id}`);
      await page.getByRole('row').filter({ hasText: number }).focus();
      await office.press('Space');
    }
    await page.getByText('3 lignes sélectionnées').waitFor();
    await page.getByRole('button', { name: 'Expédier les appareils' }).click();
    await office.picture('files-ship');
    expect(await office.axe()).toEqual([]);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Expédier les appareils' }).click();
    await dialog.getByText(open).waitFor();
    await dialog.getByText('Le dossier est en cours, ce qui ne permet pas cette opération.').waitFor();
    await office.picture('files-ship-refused');
    expect(await office.axe()).toEqual([]);
    for (const id of ids.slice(1)) {
      const notes = await eventually(async () => {
        const { notes: made } = await system.read(`/shuttle-notes?originId=${id}`);
        return made.length > 0 ? made : undefined;
      });
      expect(notes).toHaveLength(1);
    }
    expect((await system.read(`/shuttle-notes?originId=${ids[0]}`)).notes).toEqual([]);
    await dialog.getByRole('button', { name: 'Fermer' }).click();
    await page.getByText('1 ligne sélectionnée').waitFor();
    expect(office.complaints).toEqual([]);
  }, 120_000);

  it('go with the parts of an e-shop order, and are printed from the order', async () => {
    const part = await stocked('WEB-A1', 'Joint de porte', 'W-01', '1');
    const { body } = await system.api('GET', '/parties?limit=1&filter[kind][eq]=consumer');
    const lines = [{ reference: 'WEB-A1', quantity: '1', unitPrice: '12' }];
    const order = await system.done('POST', '/customer-orders', { customerPartyId: body.parties[0].id, type: 'e_shop', lines }); // prettier-ignore
    await eventually(async () => {
      const { lines: shown } = await system.read(`/customer-orders/${order.id}`);
      return shown[0].allocated === '1.0000' ? true : undefined;
    });
    const { page } = office;
    await page.goto(`${system.url('api')}/customer-orders/${order.id}`);
    await page.getByRole('button', { name: 'Émettre le bon de livraison' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Émettre le bon de livraison' }).click();
    const print = page.getByRole('button', { name: /^Imprimer le bon .*-BN-/ });
    await print.waitFor();
    await page.getByRole('link', { name: /-BL-/ }).waitFor();
    await office.picture('order-sent');
    expect(await office.axe()).toEqual([]);
    const note = await saved(page, () => print.click());
    for (const said of ['Bon de livraison navette', order.number, 'WEB-A1', 'Joint de porte'])
      expect(note).toContain(said);
    expect((await system.read(`/stock-levels/${part}`)).onHand).toBe('0.0000');
    expect(office.complaints).toEqual([]);
  }, 120_000);
});
