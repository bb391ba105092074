import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '@navette/testing';
import { MainLine } from '../flows/support/main-line.js';
import { addOperator } from '../flows/support/network-operator.js';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

/** The record of a party in full: what it has elsewhere, its terms, its merge with another. */
let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start({ consumers: 30 }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

async function consumer(party: object): Promise<string> {
  const body = await system.done('POST', '/parties', { kinds: ['consumer'], acceptDuplicates: true, ...party });
  return body.created.id as string;
}

describe('PA-8 merging', () => {
  it('two records of one consumer: found by a misspelt name, merged side by side, and the file follows', async () => {
    const line = new MainLine(system);
    const email = `${randomUUID()}@exemple.example`;
    const { fileId } = await line.openFile({ email, consumer: { name: 'Kenneson', firstName: 'Inès' } });
    const { consumerPartyId: gone } = await system.read(`/intervention-files/${fileId}`);
    const kept = await consumer({
      name: 'Quenneson',
      firstName: 'Inès',
      phones: ['0320112299'],
      comment: 'Sonner deux fois',
    });
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/parties/${kept}`);
    await page.getByRole('heading', { name: /Quenneson/ }).waitFor();
    await page.getByRole('button', { name: 'Fusionner…' }).click();
    const dialog = page.getByRole('dialog', { name: /Fusionner Quenneson/ });
    await dialog.getByRole('searchbox').fill('kenesson');
    await person.picture('merge-with-laptop');
    expect(await person.axe()).toEqual([]);
    await dialog.getByRole('button', { name: /Kenneson/ }).click();
    await page.getByRole('heading', { name: 'Fusionner deux consommateurs' }).waitFor();
    await page.getByRole('complementary').getByText('1 dossier').waitFor();
    await person.picture('merge-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('radiogroup', { name: 'Nom ou raison sociale' }).getByText('Kenneson').click();
    await person.press('Control+s');
    await page.waitForURL(new RegExp(`/parties/${kept}$`));
    await page.getByRole('heading', { name: /Kenneson/ }).waitFor();
    expect(await system.read(`/parties/${kept}`)).toMatchObject({
      name: 'Kenneson',
      emails: [email],
      phones: ['03 20 11 22 99'],
    });
    await eventually(async () =>
      (await system.read(`/intervention-files/${fileId}`)).consumerPartyId === kept ? true : undefined,
    );
    await page.getByRole('button', { name: 'Appareils, commandes, factures' }).click();
    await page.getByRole('link', { name: /-DI-/ }).waitFor();
    await person.picture('party-dealings-laptop');
    expect(await person.axe()).toEqual([]);
    // The other record says where it went, and changes no more.
    await page
      .getByRole('complementary')
      .getByRole('link', { name: /Kenneson/ })
      .click();
    await page.waitForURL(new RegExp(`/parties/${String(gone)}$`));
    await page.getByText(/^Cette fiche a été fusionnée .* Tout ce/).waitFor();
    expect(await page.getByLabel('Nom ou raison sociale').isDisabled()).toBe(true);
    await person.picture('party-merged-laptop');
    expect(await person.axe()).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('PA-2, PA-3, PA-4, PA-9 the terms of a supplier', () => {
  it('are set by keyboard, shown by an example, kept apart from its record, and it is suspended with a reason', async () => {
    const { created } = await system.done('POST', '/parties', {
      kinds: ['supplier'],
      name: 'Froid Pièces',
      contacts: [{ name: 'Anne Roy', role: 'achats' }],
      tags: ['grossiste'],
      acceptDuplicates: true,
    });
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/parties/${created.id}`);
    await page.getByRole('heading', { name: 'Froid Pièces' }).waitFor();
    await person.picture('supplier-record-laptop');
    await page.getByRole('button', { name: 'Tarifs', exact: true }).click();
    await page.getByText('À paramétrer', { exact: true }).waitFor();
    await page.getByText(/^À paramétrer : sans coefficient/).waitFor();
    for (const [n, from, coefficient] of [
      ['1', '0', '3.10'],
      ['2', '15', '2.00'],
    ] as const) {
      await page.getByRole('button', { name: 'Ajouter une tranche' }).click();
      const band = page.getByRole('group', { name: `Tranche ${n}` });
      await band.getByLabel('À partir de (€)').fill(from);
      await band.getByLabel('Coefficient').fill(coefficient);
    }
    await page.getByText('se vend 31,00 € hors taxes').waitFor();
    await page.getByRole('img', { name: "Prix de vente hors taxes (€) selon le prix d'achat" }).waitFor();
    await page.getByText('à 15,00 € : 46,50 € → 30,00 €').waitFor();
    await person.picture('supplier-bands-laptop');
    await page.getByRole('button', { name: 'Ajouter une remise' }).click();
    const discount = page.getByRole('group', { name: 'Remise 1' });
    await discount.getByLabel('Remise (%)').fill('12,5');
    await person.picture('supplier-pricing-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Control+s');
    const saved = await eventually(async () => {
      const party = await system.read(`/parties/${created.id}`);
      return party.pricingTerms.bands.length === 2 ? party : undefined;
    });
    expect(saved.pricingTerms).toMatchObject({
      bands: [
        { from: '0.00', coefficient: '3.1000' },
        { from: '15.00', coefficient: '2.0000' },
      ],
      discounts: [{ supplierPartyId: '', manufacturerPartyId: '', discount: '0.1250', coefficient: '' }],
    });
    await page.getByText('À paramétrer', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Facturation', exact: true }).click();
    await page.getByLabel('Délai, en jours').fill('45');
    await person.press('Control+s');
    await eventually(async () =>
      (await system.read(`/parties/${created.id}`)).billingTerms.paymentDays === 45 ? true : undefined,
    );
    await person.picture('supplier-billing-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Suspendre' }).click();
    await page.getByRole('dialog').getByLabel('Motif').fill('Facture FA-12 impayée');
    await page.getByRole('dialog').getByRole('button', { name: 'Suspendre' }).click();
    await page.getByText('Suspendu pour impayé : Facture FA-12 impayée').waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('PA-10 the list of manufacturers', () => {
  it('is the operator’s to add to; every station has a record whose name it can’t change, and whose address it can', async () => {
    const login = await addOperator(system);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn(login);
    await page.goto(`${system.url('api')}/manufacturers`);
    await page.getByText('Bosch').waitFor();
    await person.picture('manufacturers-laptop');
    expect(await person.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Ajouter un constructeur' }).click();
    await page.getByRole('textbox', { name: 'Code alpha' }).fill('vor');
    await page.getByRole('textbox', { name: 'Raison sociale' }).fill('Vorwerk');
    const address = page.getByRole('textbox', { name: /^Adresse de la documentation/ });
    await address.fill('http://doc.exemple.example');
    await person.press('Control+s');
    await page
      .getByText(/Saisissez une adresse https/)
      .first()
      .waitFor();
    await person.picture('manufacturer-refused-laptop');
    await address.fill('https://doc.exemple.example/vues?ref={reference}');
    await person.press('Control+s');
    await page.waitForURL(/\/manufacturers\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: 'Vorwerk' }).waitFor();
    await person.picture('manufacturer-laptop');
    expect(await person.axe()).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
    const found = await eventually(async () => {
      const { parties } = await system.read('/parties?filter[kind][eq]=manufacturer&filter[name][prefix]=Vorwerk');
      return parties[0];
    });
    const clerk = await Person.sitDown(browser, system);
    await clerk.signIn();
    await clerk.page.goto(`${system.url('api')}/parties/kind/manufacturer`);
    await clerk.page.getByText('Bosch').waitFor();
    await clerk.picture('manufacturers-of-station-laptop');
    expect(await clerk.axe()).toEqual([]);
    await clerk.page.goto(`${system.url('api')}/parties/${found.id}`);
    const name = clerk.page.getByRole('textbox', { name: 'Nom ou raison sociale' });
    await name.waitFor();
    expect([await name.inputValue(), await name.getAttribute('readonly')]).toEqual(['Vorwerk', '']);
    expect(await clerk.page.getByRole('textbox', { name: 'Code alpha' }).inputValue()).toBe('VOR');
    await clerk.page.getByRole('textbox', { name: 'Code postal' }).first().fill('44300');
    await clerk.page.getByRole('textbox', { name: 'Ville' }).first().fill('Nantes');
    await clerk.picture('listed-manufacturer-laptop');
    await clerk.prefer({ theme: 'sombre' });
    await name.waitFor();
    await clerk.picture('listed-manufacturer-dark-laptop');
    expect(await clerk.axe()).toEqual([]);
    await clerk.press('Control+s');
    await eventually(async () =>
      (await system.read(`/parties/${found.id}`)).mainAddress?.city === 'Nantes' ? true : undefined,
    );

    // ST-18: the documentation of a part of this manufacturer is one click away.
    const part = {
      reference: 'VK 200/12',
      designation: 'Brosse',
      ventilationCode: 'PIECE',
      manufacturerPartyId: found.id,
    };
    const { id: partId } = await eventually(async () => {
      const { status, body } = await system.api('POST', '/parts', part);
      return status === 201 ? (body as { id: string }) : undefined;
    });
    await clerk.page
      .context()
      .route('https://doc.exemple.example/**', (route) =>
        route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<title>Vue</title>Vue éclatée' }),
      );
    await clerk.page.goto(`${system.url('api')}/parts/${partId}`);
    const open = clerk.page.getByRole('button', { name: 'Documentation' });
    await open.waitFor();
    await clerk.picture('part-documentation-laptop');
    const [opened] = await Promise.all([clerk.page.context().waitForEvent('page'), open.click()]);
    await opened.getByText('Vue éclatée').waitFor();
    expect(opened.url()).toBe('https://doc.exemple.example/vues?ref=VK%20200%2F12');
    await opened.close();
    expect(clerk.complaints).toEqual([]);
    await clerk.leave();
  });
});

describe('PA-13 families', () => {
  it('give their parties what these do not have in their own, and a change arrives by itself', async () => {
    const id = await consumer({ name: 'Vandewalle', firstName: 'Marc' });
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/families/role/customer`);
    await page.getByText('Aucune famille.').waitFor();
    await person.press('n');
    const dialog = page.getByRole('dialog', { name: 'Nouvelle famille de clients' });
    await dialog.getByLabel('Code').fill('GMS');
    await dialog.getByLabel('Libellé').fill('Grandes surfaces');
    expect(await person.axe()).toEqual([]);
    await person.press('Enter');
    await page.getByRole('heading', { name: 'Grandes surfaces' }).waitFor();
    const family = page.url();
    const days = page.getByLabel('Délai, en jours', { exact: true });
    await days.fill('45');
    await page.getByRole('button', { name: 'Ne plus donner : Délai, en jours' }).waitFor();
    await person.press('Control+s');
    await page.getByRole('button', { name: 'Enregistrer', disabled: true }).waitFor();
    await person.picture('family-laptop');
    expect(await person.axe()).toEqual([]);

    await page.goto(`${system.url('api')}/parties/${id}?pane=families`);
    await page.getByRole('button', { name: /Famille de clients/ }).click();
    await page.getByRole('option', { name: 'Grandes surfaces' }).click();
    await person.picture('party-families-laptop');
    expect(await person.axe()).toEqual([]);
    await person.press('Control+s');
    await eventually(async () =>
      (await system.read(`/parties/${id}`)).billingTerms.paymentDays === 45 ? true : undefined,
    );
    await page.getByRole('button', { name: 'Facturation', exact: true }).click();
    await page.getByRole('button', { name: 'Garder en propre : Compte comptable' }).waitFor();
    expect(await days.inputValue()).toBe('45');
    // Typed, it is its own; dropped, it is the family's again.
    await days.fill('10');
    await page.getByRole('button', { name: 'Reprendre la famille : Délai, en jours' }).click();
    expect(await days.inputValue()).toBe('45');
    await page.getByLabel('Compte comptable', { exact: true }).fill('4119');
    await person.press('Control+s');
    await eventually(async () =>
      (await system.read(`/parties/${id}`)).billingTerms.ledgerAccount === '4119' ? true : undefined,
    );
    await person.picture('party-inherited-laptop');
    expect(await person.axe()).toEqual([]);
    await person.prefer({ theme: 'sombre' });
    await days.waitFor();
    await page.getByRole('link', { name: 'Grandes surfaces' }).first().waitFor();
    await person.picture('party-inherited-sombre-laptop');
    // The family changes elsewhere: the open record shows it.
    const seen = await system.read(new URL(family).pathname);
    const terms = { ...seen.billingTerms, paymentDays: 60 };
    const { role, code, label } = seen;
    await system.done('PUT', `/families/${seen.id}`, { role, code, label, billingTerms: terms, pricingTerms: seen.pricingTerms }, { seen }); // prettier-ignore
    await eventually(async () => ((await days.inputValue()) === '60' ? true : undefined));
    expect(await system.read(`/parties/${id}`)).toMatchObject({
      billingTerms: { paymentDays: 60, ledgerAccount: '4119' },
    });
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('PA-13 representatives', () => {
  it('are made with a scale, put on a family, and shown by a party of that family', async () => {
    const id = await consumer({ name: 'Delattre', firstName: 'Rose' });
    const family = await system.done('POST', '/families', { role: 'customer', code: 'PRO', label: 'Professionnels' });
    const attached = { seen: await system.read(`/parties/${id}`) };
    await system.done('PUT', `/parties/${id}/families`, { customerFamilyId: family.id }, attached);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/commission-scales`);
    await page.getByText('Aucun barème.').waitFor();
    await person.press('n');
    const made = page.getByRole('dialog', { name: 'Nouveau barème' });
    await made.getByLabel('Code').fill('CC00001');
    await made.getByLabel('Libellé').fill('Barème Nord');
    await person.press('Enter');
    await page.getByRole('heading', { name: 'Barème Nord' }).waitFor();
    for (const [n, from, rate] of [
      [1, '0', '5'],
      [2, '1000', '8,25'],
    ] as const) {
      await page.getByRole('button', { name: 'Ajouter un palier' }).click();
      const band = page.getByRole('group', { name: `Palier ${n}` });
      await band.getByLabel('À partir de (€)').fill(from);
      await band.getByLabel('Taux (%)').fill(rate);
    }
    await person.press('Control+s');
    await page.getByRole('button', { name: 'Enregistrer', disabled: true }).waitFor();
    await person.picture('commission-scale-laptop');
    expect(await person.axe()).toEqual([]);
    expect(await system.read(new URL(page.url()).pathname)).toMatchObject({ bands: [{ rate: '0.0500' }, { from: '1000.00', rate: '0.0825' }] }); // prettier-ignore

    await page.goto(`${system.url('api')}/representatives`);
    await page.getByText('Aucun commercial.').waitFor();
    await person.press('n');
    const dialog = page.getByRole('dialog', { name: 'Nouveau commercial' });
    await dialog.getByLabel('Code').fill('CO00001');
    await dialog.getByLabel('Nom').fill('Vasseur');
    await person.picture('representative-new-laptop');
    await person.press('Enter');
    await page.getByRole('heading', { name: 'Vasseur' }).waitFor();
    await page.getByLabel('Prénom').fill('Anne');
    await page.getByLabel('Secteur').fill('Nord');
    await page.getByRole('checkbox', { name: 'CC00001 — Barème Nord' }).click({ force: true });
    await person.press('Control+s');
    await page.getByRole('heading', { name: 'Anne Vasseur' }).waitFor();
    await person.picture('representative-laptop');
    expect(await person.axe()).toEqual([]);

    await page.goto(`${system.url('api')}/families/${String(family.id)}`);
    await page.getByRole('button', { name: /Aucun Commercial|Commercial Aucun/ }).click();
    await page.getByRole('option', { name: 'Anne Vasseur' }).click();
    await person.press('Control+s');
    await page.getByRole('button', { name: 'Enregistrer', disabled: true }).waitFor();

    await page.goto(`${system.url('api')}/parties/${id}?pane=billing`);
    const chosen = page.locator('main').getByRole('button', { name: /Anne Vasseur/ });
    await chosen.waitFor();
    await page.getByRole('button', { name: 'Garder en propre : Commercial' }).waitFor();
    await person.picture('party-representative-laptop');
    expect(await person.axe()).toEqual([]);
    await person.prefer({ theme: 'sombre' });
    await chosen.waitFor();
    await person.picture('party-representative-sombre-laptop');
    await page.goto(`${system.url('api')}/representatives`);
    await page.getByRole('row', { name: /Anne Vasseur/ }).waitFor();
    await person.picture('representatives-sombre-laptop');
    expect(await person.axe()).toEqual([]);

    // Found by the family, moved out of it; then it can go.
    await page.goto(`${system.url('api')}/families/${String(family.id)}`);
    // The rail has one of that name, too.
    await page.getByRole('complementary').getByRole('link', { name: 'Consommateurs' }).click();
    await page.getByRole('row', { name: /Delattre/ }).focus();
    await person.press('Space');
    await page.getByText('1 ligne sélectionnée').waitFor();
    await page.getByRole('button', { name: 'Changer de famille' }).click();
    const move = page.getByRole('dialog', { name: 'Changer de famille' });
    await move.getByRole('button', { name: /Nouvelle famille/ }).click();
    await page.getByRole('option', { name: 'Aucune' }).click();
    await person.picture('party-move-sombre-laptop');
    expect(await person.axe()).toEqual([]);
    await move.getByRole('button', { name: 'Changer de famille' }).click();
    await move.getByRole('list', { name: 'Résultat par ligne' }).getByText('Fait', { exact: true }).waitFor();
    expect(await system.read(`/parties/${id}`)).toMatchObject({ customerFamilyId: '' });
    await page.goto(`${system.url('api')}/families/${String(family.id)}`);
    await page.getByRole('button', { name: 'Supprimer', disabled: false }).click();
    const farewell = page.getByRole('dialog', { name: 'Supprimer la famille Professionnels' });
    await farewell.getByRole('button', { name: 'Supprimer' }).click();
    await farewell.waitFor({ state: 'detached' });
    expect((await system.api('GET', `/families/${String(family.id)}`)).status).toBe(404);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('PA-16 a person who asks for it', () => {
  it('gets a file of all that is kept, and is erased', async () => {
    const id = await consumer({ name: 'Wambergue', firstName: 'Apolline', emails: ['aw@exemple.example'] });
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/parties/${id}`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Exporter tout' }).click();
    const file = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(file)).toEqual(['parties', 'interventions', 'billing', 'accounting', 'notifications']);
    expect(JSON.stringify(file)).toContain('aw@exemple.example');
    await page.getByRole('button', { name: 'Effacer la personne…' }).click();
    const dialog = page.getByRole('dialog', { name: /Effacer Wambergue/ });
    await dialog.waitFor();
    await person.picture('erase-laptop');
    expect(await person.axe()).toEqual([]);
    await dialog.getByRole('button', { name: 'Effacer définitivement' }).click();
    await page.getByText('Cette personne a été effacée').waitFor();
    await person.picture('erased-laptop');
    expect(await person.axe()).toEqual([]);
    expect(await system.read(`/parties/${id}`)).toMatchObject({ name: '—', emails: [] });
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
