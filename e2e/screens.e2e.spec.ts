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
        ['home', '/', 'Commandes par constructeur'],
        ['missions', '/mission-orders', 'Electrobel'],
        ['mission', `/mission-orders/${missionOrderId as string}`, 'Dossier ouvert'],
        ['mission-asked', `/mission-orders/${asked}`, 'À traiter'],
        ['file', `/files/${fileId}`, 'Dossier ouvert'],
        ['plan', '/replenishment', 'État préparatoire'],
        ['orders', '/supplier-orders', 'Envoyée'],
        ['order', `/supplier-orders/${lines[0].supplierOrderId as string}`, 'Envoyée'],
        ['receipts', '/receipts', 'En préparation'],
        ['part', `/parts/${waiting.partId}`, 'Prix HT'],
        ['sales', '/customer-orders', 'En attente de pièces'],
        ['sale', `/customer-orders/${waiting.customerOrderId}`, 'En attente de pièces'],
        ['sale-new', '/customer-orders/new', 'Nouvelle commande client'],
        ['documents', '/invoices', 'Factures et BL'],
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
