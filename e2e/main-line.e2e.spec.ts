import { randomUUID } from 'node:crypto';
import { eventually } from '@navette/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Deliveries } from '../flows/support/delivery.js';
import { MainLine } from '../flows/support/main-line.js';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

/** The screens of the main line, from a file's part to its arrival, and what operators see of it. */
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

/** A file that waits for a part, and an order that was sent for it. */
async function waitingFile() {
  const part = await deliveries.part();
  const { fileId } = await line.openFile();
  const needId = await line.addPart(fileId, part.reference);
  const [orderId = ''] = await line.order([needId]);
  await eventually(async () =>
    (await system.read(`/intervention-files/${fileId}`)).statuses.at(-1)?.key === 'parts_ordered' ? true : undefined,
  );
  const { number } = await system.read(`/intervention-files/${fileId}`);
  return { part, fileId, orderId, number: number as string };
}

/** A draft that nothing is counted of yet. */
async function uncounted(orderId: string): Promise<string> {
  const { supplierPartyId } = await system.read(`/supplier-orders/${orderId}`);
  const body = {
    supplierPartyId,
    supplierOrderId: orderId,
    pull: 'none',
    deliveryNote: `BL-${randomUUID().slice(0, 8)}`,
  };
  return (await system.done('POST', '/goods-receipts', body)).id as string;
}

const CONSUMER = 'notifications__party-welcome-mail';

/** A party's message that its handler could not handle, as the platform keeps it; the party's address. */
async function failedWelcome(): Promise<string> {
  const email = `${randomUUID()}@exemple.example`;
  const party = { kinds: ['consumer'], name: 'Vanhoutte', emails: [email], acceptDuplicates: true };
  const { created } = await system.done('POST', '/parties', party);
  const [message] = await eventually(async () => {
    const rows = await system.rows<{ subject: string; payload: Buffer; headers: Record<string, string> }>(
      'parties',
      `select subject, payload, headers from outbox where aggregate_id = $1 and headers->>'Navette-Type' like '%PartyCreated'`,
      [created.id],
    );
    return rows.length > 0 ? rows : undefined;
  });
  if (message === undefined) throw new Error('nothing was said of the party');
  const id = randomUUID();
  const headers = { ...message.headers, 'Navette-Id': id };
  await system.rows(
    'notifications',
    `insert into dead_letter (id, consumer, message_id, message_type, station_id, aggregate_id, subject, payload, headers,
       error, failures, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Error: the mail server was asked too much', 6, now())`,
    [
      randomUUID(),
      CONSUMER,
      id,
      message.headers['Navette-Type'],
      message.headers['Navette-Station'],
      created.id,
      message.subject,
      message.payload,
      headers,
    ],
  );
  return email;
}

describe('WE-3 ST-23 ST-24 a delivery', () => {
  it('is scanned and validated by keyboard; the waiting file turns green by itself in another window', async () => {
    const { part, fileId, orderId, number } = await waitingFile();
    const receiptId = await uncounted(orderId);
    const clerk = await Person.sitDown(browser, system);
    await clerk.signIn();
    const other = await clerk.openWindow();
    await other.page.goto(at('/files'));
    const row = other.page.getByRole('row', { name: new RegExp(number) });
    await row.getByText('Pièces détachées commandées').waitFor();
    await other.page.getByText('En direct').waitFor();
    await other.picture('files-waiting-laptop');
    expect(await other.axe()).toEqual([]);

    await clerk.page.goto(at(`/receipts/${receiptId}`));
    await clerk.page.getByLabel('Lire un code ou une référence').waitFor();
    await clerk.type('NO-SUCH-CODE');
    await clerk.press('Enter');
    await clerk.page.getByRole('status').getByText('NO-SUCH-CODE', { exact: true }).waitFor();
    await clerk.type(part.reference);
    await clerk.press('Enter');
    await clerk.page.getByRole('status').getByText('1 / 1').waitFor();
    await clerk.picture('receipt-draft-laptop');
    expect(await clerk.axe()).toEqual([]);
    await clerk.press('Control+Enter');
    await clerk.page.getByText('Validée', { exact: true }).waitFor();

    await row.getByText('Pièce détachée commandée, reçue').waitFor();
    await other.picture('files-received-laptop');
    await clerk.page.getByRole('complementary').getByText(number).waitFor();
    await clerk.picture('receipt-validated-laptop');
    expect(await clerk.axe()).toEqual([]);
    await clerk.page.getByRole('complementary').getByText(number).click();
    await clerk.page.getByRole('heading', { name: number }).waitFor();
    expect(clerk.page.url()).toBe(at(`/files/${fileId}`));
    await clerk.picture('file-laptop');
    expect(await clerk.axe()).toEqual([]);
    expect([...clerk.complaints, ...other.complaints]).toEqual([]);
    await clerk.leave();
  });
});

describe('IN-8 IN-16 IN-22 a file', () => {
  it('is found, given a labour line and a status, finished and billed by keyboard alone', async () => {
    const { fileId } = await line.openFile();
    const { number } = await system.read(`/intervention-files/${fileId}`);
    const { body } = await system.api('GET', '/parts?limit=200');
    const labour = (body.parts as { kind: string; reference: string }[]).find(({ kind }) => kind === 'special_item');
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await person.press('Control+k');
    await person.type("Dossiers d'intervention");
    await person.press('Enter');
    const row = page.getByRole('row', { name: new RegExp(number as string) });
    await row.waitFor();
    await row.focus();
    await person.press('Enter');
    await page.getByRole('heading', { name: number as string }).waitFor();

    await page.getByRole('button', { name: /Nature/ }).focus();
    await person.press('Enter', 'ArrowDown', 'Enter', 'Tab');
    await person.type(labour?.reference as string);
    await person.press('Enter');
    await page.getByRole('button', { name: `Annuler la ligne ${labour?.reference as string}` }).waitFor();
    // Out of the fields, letters are commands.
    await person.press('Tab', 'Tab', 't');
    await page.getByRole('dialog', { name: 'Terminé, à facturer' }).waitFor();
    await person.picture('file-finish-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('complementary').getByText('Terminé, à facturer').waitFor();
    await person.press('f');
    await page.getByRole('dialog', { name: 'Facturer' }).waitFor();
    await person.press('Enter');
    await eventually(async () => ((await system.read(`/intervention-files/${fileId}`)).state === 'billed' ? true : undefined)); // prettier-ignore
    // What came of it shows by itself.
    await page
      .getByRole('complementary')
      .getByText(/FA-\d{4}/)
      .first()
      .waitFor();
    await person.picture('file-billed-laptop');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('WE-9 the console', () => {
  it('shows a failed message, which is handled again from its page and does its work', async () => {
    const email = await failedWelcome();
    const { templates } = await system.read('/message-templates');
    const { subject, body } = templates.find((one: { kind: string; language: string }) => one.kind === 'party_welcome' && one.language === 'fr'); // prettier-ignore
    await system.done('PUT', '/message-templates/party_welcome/fr', { active: true, subject, body, bcc: '' });
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(at('/operations/dead-letters'));
    const row = page.getByRole('row', { name: /PartyCreated/ });
    await row.waitFor();
    await person.picture('dead-letters-laptop');
    expect(await person.axe()).toEqual([]);
    await row.focus();
    await person.press('Enter');
    await page.getByText('the mail server was asked too much').waitFor();
    await person.picture('dead-letter-laptop');
    expect(await person.axe()).toEqual([]);
    expect(system.mailsTo(email)).toEqual([]);
    await person.press('r');
    await page.getByText('Traité à nouveau').first().waitFor();
    await eventually(() => (system.mailsTo(email).length > 0 ? true : undefined), { timeoutMs: 60_000 });
    await person.press('Alt+2');
    await page.getByText('Aucun message en échec').waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('shows what a receipt asked of whom, step by step, and what is left to publish', async () => {
    const waiting = await deliveries.waiting();
    await deliveries.receive(waiting);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(at('/operations/sagas'));
    await page.getByRole('region', { name: 'Messages à publier' }).getByText('à jour').first().waitFor();
    const row = page.getByRole('row', { name: /Affectation d'une réception/ }).first();
    await row.getByText('Terminé').waitFor();
    await person.picture('sagas-laptop');
    expect(await person.axe()).toEqual([]);
    await row.focus();
    await person.press('Enter');
    await page.getByText('Demandes et réponses').waitFor();
    await person.picture('saga-laptop');
    expect(await person.axe()).toEqual([]);
    await page.goto(at(`/customer-orders/${waiting.customerOrderId}`));
    await page.getByText('Prête à livrer').waitFor();
    await page.getByRole('complementary').getByText('Commande fournisseur').waitFor();
    await person.picture('customer-order-laptop');
    expect(await person.axe()).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('ST-20 ST-21 the plan', () => {
  it('has what a file wants; chosen, it becomes an order', async () => {
    const part = await deliveries.part();
    const { fileId } = await line.openFile();
    await line.addPart(fileId, part.reference);
    const { number } = await system.read(`/intervention-files/${fileId}`);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(at('/replenishment'));
    const row = page.getByRole('row', { name: new RegExp(number as string) });
    await row.waitFor();
    await row.focus();
    await person.press('Space');
    await person.picture('plan-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Transformer en commande' }).click();
    await page.getByRole('dialog', { name: 'Commander ces pièces' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Transformer en commande' }).click();
    await page.getByRole('heading', { name: /-CF-/ }).waitFor();
    await page
      .getByRole('complementary')
      .getByText(number as string)
      .waitFor();
    await person.picture('supplier-order-laptop');
    expect(await person.axe()).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
