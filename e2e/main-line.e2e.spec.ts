import { randomUUID } from 'node:crypto';
import { eventually, pdfText } from '@navette/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
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

/** Text of the paper that a page prints when something is done, from the address that it asks for. */
async function printed(page: Page, address: string, act: () => Promise<void>): Promise<string> {
  const answered = page.waitForResponse((response) => response.url().includes(address));
  await act();
  // What a page fetches as a file its driver does not show: it is asked for once more as the page did.
  const asked = (await answered).request();
  const { authorization = '' } = asked.headers();
  const pdf = await (await fetch(asked.url(), { headers: { authorization } })).arrayBuffer();
  // As when the dialog for printing is closed, which a browser without a window does not show.
  await page.locator('iframe').waitFor({ state: 'attached' });
  // It is heard once the paper is loaded.
  await eventually(async () => {
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    return (await page.locator('iframe').count()) === 0 ? true : undefined;
  });
  return pdfText(new Uint8Array(pdf));
}

describe('WE-3 ST-23 ST-24 a delivery, from shortage to shelf', () => {
  it('is scanned, labelled and validated without a mouse; the waiting file turns green by itself in another window', async () => {
    const { part, fileId, orderId, number } = await waitingFile();
    const stray = await deliveries.part();
    const receiptId = await uncounted(orderId);
    const clerk = await Person.sitDown(browser, system);
    const { page } = clerk;
    await clerk.signIn();
    const other = await clerk.openWindow();
    await other.page.goto(at('/files'));
    const row = other.page.getByRole('row', { name: new RegExp(number) });
    await row.getByText('Pièces détachées commandées').waitFor();
    await other.page.getByText('En direct').waitFor();
    await other.picture('files-waiting-laptop');
    expect(await other.axe()).toEqual([]);

    await page.goto(at(`/receipts/${receiptId}`));
    await page.getByLabel('Lire un code ou une référence').waitFor();
    const answer = page.getByRole('status');
    await clerk.type('NO-SUCH-CODE');
    await clerk.press('Enter');
    await answer.getByText('NO-SUCH-CODE', { exact: true }).waitFor();
    // The scanner is heard where the focus is not in its field, and what is typed there stays as it was.
    const price = page.getByRole('textbox', { name: `Prix d'achat de ${part.reference}` });
    const before = await price.inputValue();
    await price.focus();
    await clerk.scan(part.reference);
    await answer.getByText('Pour le dossier').waitFor();
    await answer.getByText(number).waitFor();
    await answer.getByText('1 sur 1').waitFor();
    expect(await price.inputValue()).toBe(before);
    await page.getByText('Prévu', { exact: true }).waitFor();
    await clerk.picture('receipt-draft-laptop');
    expect(await clerk.axe()).toEqual([]);
    // One too many is asked; scanned once more it counts, and is taken back.
    await clerk.scan(part.reference);
    await answer.getByText('En trop ?').waitFor();
    await clerk.picture('receipt-asks-laptop');
    expect(await clerk.axe()).toEqual([]);
    await clerk.scan(part.reference);
    await answer.getByText('Au rayon').waitFor();
    await answer.getByText('2 sur 1').waitFor();
    await clerk.scan(stray.reference);
    await answer.getByText('non commandée', { exact: false }).waitFor();
    const scans = page.getByRole('group', { name: 'Dernières lectures' });
    for (const left of [2, 1]) {
      await scans
        .getByRole('row')
        .nth(left + 1)
        .waitFor();
      await clerk.press('Alt+z');
      await scans
        .getByRole('row')
        .nth(left + 1)
        .waitFor({ state: 'detached' });
    }
    await page.getByLabel(`Quantité reçue de ${part.reference}`).and(page.locator('[value="1"]')).waitFor();
    const label = await printed(page, '/labels?', () => clerk.press('Alt+e'));
    const { consumerPartyId } = await system.read(`/intervention-files/${fileId}`);
    const { name } = await system.read(`/parties/${consumerPartyId as string}`);
    for (const text of [number, part.reference, name as string]) expect(label).toContain(text);
    await clerk.press('Control+Enter');
    await page.getByText('Validée', { exact: true }).waitFor();

    await row.getByText('Pièce détachée commandée, reçue').waitFor();
    await other.picture('files-received-laptop');
    await page.getByText("Tel que la validation l'a réparti.").waitFor();
    await page.getByRole('complementary').getByText(number).waitFor();
    await clerk.picture('receipt-validated-laptop');
    expect(await clerk.axe()).toEqual([]);
    const toList = page.getByRole('button', { name: 'Liste de rangement' });
    const list = await printed(page, '/put-away.pdf', () => toList.press('Enter'));
    for (const text of ['Liste de rangement', number, part.reference, name as string]) expect(list).toContain(text);
    expect(list).not.toContain('Prévu');
    await page.getByRole('complementary').getByText(number).click();
    await page.getByRole('heading', { name: number }).waitFor();
    expect(page.url()).toBe(at(`/files/${fileId}`));
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
    const part = await deliveries.part();
    await system.done('POST', '/stock-corrections', { partId: part.id, quantity: '1', unitCost: '8', reason: 'Début' });
    await line.addPart(fileId, part.reference);
    await eventually(async () => (await system.read(`/intervention-files/${fileId}`)).lines[0].quantityAllocated === '1.0000' || undefined); // prettier-ignore
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
    await person.press('Enter');
    // Keys that come before the list has the focus are nobody's.
    await page.getByRole('option', { name: 'Pièce' }).and(page.locator(':focus')).waitFor();
    await person.press('ArrowDown', 'Enter');
    await page.getByRole('button', { name: /^(?!.*Pièce).*Nature/ }).waitFor();
    await person.press('Tab');
    await page.getByLabel('Référence', { exact: true }).and(page.locator(':focus')).waitFor();
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
    // ST-2: what was used of the part, and what it brought in.
    await page.goto(at(`/parts/${part.id}?pane=history`));
    const month = page.getByRole('row').filter({ hasText: /^\d\d\/\d{4}/ });
    await month.getByText(/\d\s€/).waitFor();
    await person.picture('part-revenue-laptop');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('WE-9 the console', () => {
  it('shows a failed message, which is handled again from the list and does its work', async () => {
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
    // Back in the list, all that are selected are handled again.
    await person.press('Alt+2');
    await row.focus();
    await person.press('Space');
    await page.getByRole('button', { name: 'Traiter à nouveau' }).click();
    await eventually(() => (system.mailsTo(email).length > 0 ? true : undefined), { timeoutMs: 60_000 });
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
  it('has what a file wants; chosen, it becomes an order of another supplier, who gets it by mail with its paper', async () => {
    const address = `${randomUUID()}@mercier.example`;
    const supplier = { kinds: ['supplier'], name: 'Pièces Mercier', emails: [address] };
    const { created } = await system.done('POST', '/parties', supplier);
    const party = created as { id: string; version: string };
    const terms = { bands: [{ from: '0', coefficient: '2' }], minimumOrder: '500', leadTimeDays: 5 };
    await system.done('PUT', `/parties/${party.id}/pricing-terms`, terms, { seen: party });
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
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Fournisseur, s'il doit être un autre/ })
      .click();
    await page.getByRole('option', { name: supplier.name }).click();
    await page.getByText('Sous le minimum').waitFor();
    await person.picture('plan-order-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Transformer en commande' }).click();
    await page.getByRole('heading', { name: /-CF-/ }).waitFor();
    await page
      .getByRole('complementary')
      .getByText(number as string)
      .waitFor();
    const paper = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Imprimer (PDF)' }).click();
    expect((await paper).suggestedFilename()).toMatch(/-CF-.*\.pdf$/);
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await page.getByText(`à ${address}, avec le PDF et le tableur`).waitFor();
    await person.picture('supplier-order-send-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Envoyer le courriel' }).click();
    await page.getByText('Envoyé', { exact: true }).waitFor();
    const sent = system.mailsTo(address).map(({ seq }) => system.mailText(seq));
    expect(sent.map((mail) => mail.match(/filename="?[^"\s]*\.(pdf|xlsx)/g)?.length)).toEqual([2]);
    await person.picture('supplier-order-laptop');
    expect(await person.axe()).toEqual([]);
    // The same once more: the ribbon asks, the record says both.
    await page.getByRole('button', { name: 'Renvoyer', exact: true }).click();
    await page.getByRole('dialog').getByText(address).waitFor();
    await person.picture('supplier-order-again-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Envoyer le courriel' }).click();
    await page.getByText('Envoyé', { exact: true }).nth(1).waitFor();
    expect(system.mailsTo(address)).toHaveLength(2);
    await page.getByText('Envoyée', { exact: true }).waitFor();
    await person.picture('supplier-order-twice-laptop');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('ST-25 a return to the supplier', () => {
  it('is made from its receipt: the parts leave, a credit is expected, and cancelling brings them back', async () => {
    const { orderId } = await waitingFile();
    const draft = await line.draftReceipt(orderId);
    await line.validate(draft);
    await line.sagaEnds(draft.id);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(at(`/receipts/${draft.id}`));
    await page.getByRole('button', { name: 'Retourner au fournisseur' }).click();
    await page.getByLabel(/^Quantité de .* à retourner$/).fill('1');
    await person.picture('return-dialog-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Créer le retour' }).click();
    await page.getByRole('heading', { name: /-RF-/ }).waitFor();
    await page.getByText('Avoir attendu', { exact: true }).waitFor();
    const slip = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Imprimer le bon (PDF)' }).click();
    expect((await slip).suggestedFilename()).toMatch(/-RF-.*\.pdf$/);
    await person.picture('supplier-return-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Annuler le retour' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Annuler le retour' }).click();
    await page.getByText('Annulé', { exact: true }).waitFor();
    await page.goto(at('/supplier-returns'));
    await page.getByRole('row', { name: /-RF-/ }).getByText('Annulé').waitFor();
    await person.picture('supplier-returns-laptop');
    expect(await person.axe()).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
