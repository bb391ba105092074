import { eventually } from '@navette/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Deliveries } from '../flows/support/delivery.js';
import { MainLine } from '../flows/support/main-line.js';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

/** The screens of orders, receipts, customer orders and invoices, and what is done there. */
let system: System;
let browser: Browser;
let line: MainLine;
let deliveries: Deliveries;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), openBrowser()]);
  line = new MainLine(system);
  deliveries = new Deliveries(system, line);
}, 300_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

const at = (path: string) => `${system.url('api')}${path}`;

/** A file that was billed to somebody who pays at once: its draft invoice. */
async function draft(): Promise<string> {
  const { fileId } = await line.openFile();
  const { consumerPartyId } = await system.read(`/intervention-files/${fileId}`);
  const party = await system.read(`/parties/${consumerPartyId as string}`);
  const terms = { ...party.billingTerms, billingType: 'invoice_now' };
  await system.done('PUT', `/parties/${consumerPartyId as string}/billing-terms`, terms, { seen: party });
  await eventually(async () => {
    const sql = `select 1 from billing_terms_ref where party_id = $1 and billing_type = 'invoice_now'`;
    return (await system.rows('billing', sql, [consumerPartyId])).length > 0 ? true : undefined;
  });
  const { body } = await system.api('GET', '/parts?limit=200');
  const labour = (body.parts as { kind: string; reference: string }[]).find(({ kind }) => kind === 'special_item');
  await system.done('POST', `/intervention-files/${fileId}/lines`, {
    lines: [{ kind: 'special_item', reference: labour?.reference, quantity: '1' }],
  });
  await system.done('POST', `/intervention-files/${fileId}/finish`);
  await system.done('POST', `/intervention-files/${fileId}/bill`);
  return eventually(async () => {
    const { drafts } = await system.read(`/draft-invoices?filter[originId][eq]=${fileId}`);
    return (drafts as { id: string }[])[0]?.id;
  });
}

describe('WE-5 WE-10 the screens of the main line', () => {
  it('show their records, and can be read by everybody', async () => {
    const waiting = await deliveries.waiting();
    const { missionOrderId } = await system.read(`/intervention-files/${waiting.fileId}`);
    const asked = await line.sendMissionOrder('solene@exemple.example', false);
    const { lines } = await system.read(`/goods-receipts/${waiting.receipts[0]?.id ?? ''}`);
    const draftId = await draft();
    const { fileId } = await line.openFile();
    await line.acceptable(asked);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    const found: string[] = [];
    // Contrast is checked on the kit; in the dark these are there to be looked at.
    const themes = process.env['NAVETTE_E2E_PICTURES'] === undefined ? ['clair'] : ['clair', 'sombre'];
    for (const theme of themes) {
      await person.prefer({ theme });
      for (const [name, path, ready] of [
        ['home', '/', 'Part de'],
        ['missions', '/mission-orders', 'Electrobel'],
        ['mission', `/mission-orders/${missionOrderId as string}`, 'Dossier ouvert'],
        ['mission-asked', `/mission-orders/${asked}`, 'À traiter'],
        ['file', `/files/${fileId}`, 'Dossier ouvert'],
        ['plan', '/replenishment', 'Rien à commander'],
        ['orders', '/supplier-orders', 'Envoyée'],
        ['order', `/supplier-orders/${lines[0].supplierOrderId as string}`, 'Envoyée'],
        ['receipts', '/receipts', 'En préparation'],
        ['part', `/parts/${waiting.partId}`, 'Prix HT'],
        ['sales', '/customer-orders', 'En attente de pièces'],
        ['sale', `/customer-orders/${waiting.customerOrderId}`, 'En attente de pièces'],
        ['sale-new', '/customer-orders/new', 'Nouvelle commande client'],
        ['documents', '/invoices', 'Aucun document émis'],
        ['drafts', '/draft-invoices', 'Provisoire'],
        ['draft', `/draft-invoices/${draftId}`, 'Provisoire'],
        ['sagas', '/operations/sagas', 'Terminé'],
        ['letters', '/operations/dead-letters', 'Aucun message en échec'],
      ] as const) {
        await page.goto(at(path));
        await page.getByRole('main').getByText(ready).filter({ visible: true }).first().waitFor();
        await person.picture(`${name}-${theme}`);
        if (theme === 'clair') found.push(...(await person.axe()).map((finding) => `${name}: ${finding}`));
      }
    }
    expect(found).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('WE-3 WE-5 what is done on them', () => {
  it('IN-8 a line is priced, and another window shows it by itself', async () => {
    const { fileId } = await line.openFile();
    const part = await deliveries.part();
    await line.addPart(fileId, part.reference);
    const person = await Person.sitDown(browser, system);
    await person.signIn();
    const other = await person.openWindow();
    for (const { page } of [person, other]) await page.goto(at(`/files/${fileId}`));
    const { page } = person;
    await other.page.getByText('En direct').waitFor();
    await other.page.getByRole('link', { name: part.reference }).waitFor();
    await page.getByRole('button', { name: `Modifier la ligne ${part.reference}` }).press('Enter');
    await page.getByRole('dialog').getByLabel('Prix HT').fill('trente');
    await person.press('Enter');
    await page.getByRole('dialog').getByRole('alert').first().waitFor();
    expect(await page.getByRole('dialog').getByLabel('Prix HT').inputValue()).toBe('trente');
    await page.getByRole('dialog').getByLabel('Prix HT').fill('31,5');
    await page.getByRole('dialog').getByLabel('Remise (%)').fill('12,5');
    await person.picture('line-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await other.page.getByRole('cell', { name: /31,50.*12,5/ }).waitFor();
    expect([...person.complaints, ...other.complaints]).toEqual([]);
    await person.leave();
  });

  it('ST-22 what a supplier says is noted line by line', async () => {
    const { receipts } = await deliveries.waiting();
    const { lines } = await system.read(`/goods-receipts/${receipts[0]?.id ?? ''}`);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(at(`/supplier-orders/${lines[0].supplierOrderId as string}`));
    await page.getByRole('button', { name: 'Noter la confirmation' }).click();
    const dialog = page.getByRole('dialog', { name: 'Noter la confirmation' });
    await dialog.getByLabel('Attendue le, pour toutes les lignes').fill('2026-12-18');
    await dialog.getByLabel(`Prix d'achat de ${lines[0].reference as string}`).fill('19,99');
    await person.picture('acknowledge-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Enter');
    await page.getByText('Confirmée', { exact: true }).waitFor();
    await page.getByRole('cell', { name: '18/12/2026' }).waitFor();
    await page.getByRole('cell', { name: /^19,99/ }).waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('BI-12 a customer order is placed by keyboard; what was typed stays over a reload', async () => {
    const part = await deliveries.part();
    const name = 'Quévremont';
    await system.done('POST', '/parties', { kinds: ['consumer'], name, acceptDuplicates: true });
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.getByRole('button', { name: 'Nouvelle commande client' }).waitFor();
    await person.press('n');
    await page.getByLabel('Chercher le client').and(page.locator(':focus')).waitFor();
    await person.type(name);
    await page.getByRole('radio', { name }).waitFor();
    await person.press('Tab', 'Space');
    await page.getByLabel('Référence, ligne 1').fill(part.reference);
    await page.reload();
    expect(await page.getByLabel('Référence, ligne 1').inputValue()).toBe(part.reference);
    await page.getByLabel('Référence, ligne 1').press('Enter');
    await page.getByLabel('Référence, ligne 2').and(page.locator(':focus')).waitFor();
    await person.type('NO-SUCH-PART');
    await person.press('Control+s');
    await page.getByRole('alert').first().waitFor();
    await person.picture('sale-refused-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Retirer la ligne 2' }).click();
    await person.press('Control+s');
    await page.getByRole('heading', { name: /-BC-/ }).waitFor();
    await page.getByRole('complementary').getByText(name).waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('BI-20 a draft invoice is edited, and accepted as it then is', async () => {
    const draftId = await draft();
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(at(`/draft-invoices/${draftId}`));
    await page.getByRole('button', { name: 'Modifier' }).waitFor();
    await person.press('e');
    const dialog = page.getByRole('dialog', { name: 'Modifier' });
    await dialog.getByLabel('Prix HT, ligne 1').fill('50');
    await dialog.getByRole('button', { name: 'Ajouter une ligne' }).click();
    await dialog.getByLabel('Désignation, ligne 2').fill('Petites fournitures');
    await dialog.getByLabel('Prix HT, ligne 2').fill('10');
    await dialog.getByLabel('Remise %, ligne 2').fill('50');
    await person.picture('draft-edit-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('66,00').first().waitFor();
    await page.getByRole('button', { name: 'Accepter et numéroter' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Accepter et numéroter' }).click();
    await page.getByText('Acceptée', { exact: true }).waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
