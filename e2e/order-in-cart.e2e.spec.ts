import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoStations } from '@navette/identity';
import { eventually } from '@navette/testing';
import type { Browser } from 'playwright-core';
import { MainLine } from '../flows/support/main-line.js';
import { addOperator } from '../flows/support/network-operator.js';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

/** Orders of a manufacturer, from the network's list that connects its program to the clerk who reads its reference. */
let system: System;
let browser: Browser;
let line: MainLine;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), openBrowser()]);
  line = new MainLine(system);
}, 300_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

const at = (path: string) => `${system.url('api')}${path}`;

/** The manufacturer's program takes the order of this number out of its cart. */
async function collect(number: string, reference: string): Promise<void> {
  const url = `${system.url('device-gateway')}/v1/parts-orders`;
  const headers = {
    authorization: `Bearer ${await line.manufacturerToken()}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  const order = await eventually(async () => {
    const { partsOrders } = (await (await fetch(url, { headers })).json()) as { partsOrders: { id: string; number: string }[] }; // prettier-ignore
    return partsOrders.find((one) => one.number === number);
  });
  const body = JSON.stringify({ reference });
  expect((await fetch(`${url}/${order.id}/collection`, { method: 'POST', headers, body })).status).toBe(200);
}

/** A file that lacks a part of the manufacturer; the file's number. */
async function wanted(supplierPartyId: string): Promise<string> {
  const reference = `PV-${randomUUID().slice(0, 8)}`;
  const part = { reference, designation: 'Pompe de vidange', ventilationCode: 'PIECE', supplierPartyId, purchasePrice: '9.9' }; // prettier-ignore
  await system.done('POST', '/parts', part);
  const { fileId } = await line.openFile();
  await line.addPart(fileId, reference);
  return (await system.read(`/intervention-files/${fileId}`)).number as string;
}

describe('ST-21 ST-27 the manufacturer’s cart', () => {
  it('is connected on the network’s list', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn(await addOperator(system));
    await page.goto(at('/manufacturers/new'));
    await page.getByRole('textbox', { name: 'Code alpha' }).fill('elb');
    await page.getByRole('textbox', { name: 'Raison sociale' }).fill('Electrobel');
    await page.getByRole('button', { name: /Programme du constructeur/ }).click();
    await page.getByRole('option', { name: /electrobel/ }).click();
    await person.press('Control+s');
    await page.waitForURL(/\/manufacturers\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: 'Electrobel' }).waitFor();
    await page.getByText('Electrobel (electrobel)').first().waitFor();
    await person.picture('manufacturer-cart-laptop');
    expect(await person.axe()).toEqual([]);
    await person.prefer({ theme: 'sombre' });
    await page.getByText('Electrobel (electrobel)').first().waitFor();
    await person.picture('manufacturer-cart-dark-laptop');
    expect(await person.axe()).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('gets orders from the plan and from the order, and says what became of them by itself', async () => {
    const carts = `select party_id as id from supplier_cart where station_id = $1 and client_id <> ''`;
    const { id: maker } = await eventually(async () => (await system.rows<{ id: string }>('stock', carts, [demoStations.LIL]))[0]); // prettier-ignore
    const [first, second, third] = [await wanted(maker), await wanted(maker), await wanted(maker)];
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    /** Chooses what a file lacks in the plan, to be ordered; the dialog. */
    const choose = async (file: string) => {
      await page.goto(at('/replenishment'));
      const row = page.getByRole('row', { name: new RegExp(file) });
      await row.waitFor();
      await row.focus();
      await person.press('Space');
      await page.getByRole('button', { name: 'Transformer en commande' }).click();
      const dialog = page.getByRole('dialog', { name: 'Commander ces pièces' });
      const box = dialog.getByRole('checkbox', { name: /Déposer au panier/ });
      await box.waitFor();
      expect(await box.isChecked()).toBe(true);
      return dialog;
    };
    const place = { name: 'Transformer en commande' };
    const heading = page.getByRole('heading', { name: /-CF-/ });
    const chosen = await choose(first);
    await person.picture('plan-to-cart-laptop');
    expect(await person.axe()).toEqual([]);
    await chosen.getByRole('button', place).click();
    await heading.waitFor();
    const number = await heading.innerText();
    const side = page.getByRole('complementary');
    await side.getByText('Au panier', { exact: true }).waitFor();
    await page.getByText('Envoyée', { exact: true }).waitFor();
    await person.picture('order-in-cart-laptop');
    expect(await person.axe()).toEqual([]);
    await collect(number, 'EB-2026-0077');
    await side.getByText(/référence EB-2026-0077/).waitFor();
    await page.getByRole('button', { name: 'Annuler la commande' }).click();
    await page
      .getByRole('dialog')
      .getByText(/prévenez-le/)
      .waitFor();
    await person.picture('order-collected-cancel-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Escape');

    const declined = await choose(second);
    await declined.getByText(/Déposer au panier/).click();
    await declined.getByRole('button', place).click();
    await heading.waitFor();
    await page.getByText('À envoyer', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Déposer au panier' }).waitFor();
    await person.picture('order-send-cart-laptop');
    expect(await person.axe()).toEqual([]);
    await dialog.getByRole('button', { name: 'Déposer au panier' }).click();
    await side.getByText('Au panier', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Annuler la commande' }).click();
    await dialog.getByRole('button', { name: 'Annuler la commande' }).click();
    await side.getByText('Retirée du panier', { exact: true }).waitFor();
    await person.prefer({ theme: 'sombre' });
    await side.getByText('Retirée du panier', { exact: true }).waitFor();
    await person.picture('order-withdrawn-dark-laptop');
    expect(await person.axe()).toEqual([]);

    // The cart is gone while the clerk looks at what becomes of the lines.
    const late = await choose(third);
    await system.rows('stock', `update supplier_cart set client_id = '' where party_id = $1`, [maker]);
    await late.getByRole('button', place).click();
    await page.getByText(/elle reste à envoyer/).waitFor();
    await page.getByText(/ne peut pas aller au panier/).waitFor();
    await person.picture('plan-order-stays-dark-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Ouvrir les commandes' }).click();
    await page.getByText('À envoyer', { exact: true }).waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
