import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@navette/testing';
import PostalMime from 'postal-mime';
import type { Browser } from 'playwright-core';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

const PASSWORD = 'une phrase de passe assez longue';

/** What an authenticator app shows for a secret (RFC 6238), some steps of 30 seconds from now. */
function codeOf(secret: string, later = 0): string {
  const bits = [...secret].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', Buffer.from(bytes.map((byte) => parseInt(byte, 2))))
    .update(counter)
    .digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('ID-2 ID-5 people and how they sign in', () => {
  it('a user is made, gets one right more, sets a password by the link, and a second factor, all by the screens', async () => {
    const boss = await Person.sitDown(browser, system);
    const { page } = boss;
    await boss.signIn();
    await page.goto(`${system.url('api')}/users/new`);
    await page.getByLabel('Nom', { exact: true }).fill('Inès Lambert');
    await page.getByLabel('Identifiant').fill('ines');
    await page.getByLabel('Courriel', { exact: true }).fill('ines@exemple.example');
    await page.getByText(/^Facturation : /).click();
    await page.getByRole('checkbox', { name: 'Émettre une facture' }).first().focus();
    await boss.press(' ');
    await page.getByText('ajouté', { exact: true }).waitFor();
    await boss.picture('user-new');
    expect(await boss.axe()).toEqual([]);
    await boss.press('Control+s');
    await page.waitForURL(/\/users\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: 'Inès Lambert' }).waitFor();
    await page.getByText('ajouté', { exact: true }).waitFor();
    const mailed = (count: number) =>
      eventually(() => {
        const mails = system.mailsTo('ines@exemple.example');
        return mails.length < count ? undefined : mails[count - 1];
      });
    await mailed(1);
    // WE-3: the record says so by itself.
    await page.getByText('à ines@exemple.example').scrollIntoViewIfNeeded();
    await boss.picture('user');
    expect(await boss.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Montrer le lien' }).click();
    const shown = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
    expect(shown).toMatch(/\/set-password#.{20,}$/);
    await boss.press('Escape');
    await page.getByRole('button', { name: 'Envoyer le lien' }).click();
    const { text = '' } = await PostalMime.parse(system.mailText((await mailed(2)).seq));
    const link = /http\S+set-password#\S+/.exec(text)?.[0] ?? '';
    expect(link).not.toBe(shown);

    const ines = await Person.sitDown(browser, system);
    await ines.page.goto(`${system.url('api')}${new URL(link).pathname}${new URL(link).hash}`);
    // Typed before the field has the focus, it is nowhere.
    await ines.page.getByLabel('Nouveau mot de passe').and(ines.page.locator(':focus')).waitFor();
    await ines.type(PASSWORD);
    await ines.press('Tab');
    await ines.type(PASSWORD);
    expect(await ines.axe()).toEqual([]);
    await ines.press('Enter');
    await ines.page.getByText('Votre mot de passe est enregistré').waitFor();
    expect(new URL(ines.page.url()).hash).toBe('');
    await ines.signIn('ines', PASSWORD);
    await page.getByText('A choisi son mot de passe').waitFor();

    // ID-11: a technician sees current files at home, until their planning says otherwise.
    const currentFiles = ines.page.getByRole('heading', { name: 'Dossiers en cours' });
    await currentFiles.waitFor();
    // Her session is there without a reload.
    await page.getByRole('button', { name: 'Fermer', exact: true }).waitFor();
    await page.getByLabel('Lundi').fill('8h-12h, 14-17:30');
    await page.getByText('Voit ses dossiers en cours').click();
    // The page scrolls within its frame; the window never does.
    expect(await page.evaluate('scrollY')).toBe(0);
    await boss.picture('user-planning-access');
    expect(await boss.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Enregistrer le planning' }).click();
    const monday = () => page.getByLabel('Lundi').inputValue();
    await eventually(async () => ((await monday()) === '08:00-12:00 14:00-17:30' ? true : undefined));
    await currentFiles.waitFor({ state: 'hidden' });

    await ines.page.goto(`${system.url('api')}/account`);
    await ines.page.getByText('Celle-ci').waitFor();
    await ines.page.getByRole('button', { name: 'Mettre en place' }).click();
    await ines.page.getByRole('button', { name: 'Commencer' }).click();
    await ines.page.getByRole('img', { name: /Code QR/ }).waitFor();
    await ines.picture('account-second-factor');
    expect(await ines.axe()).toEqual([]);
    const secret = (await ines.page.locator('pre').textContent()) ?? '';
    await ines.page.getByRole('textbox', { name: /Code affiché/ }).fill(codeOf(secret));
    await ines.press('Enter');
    await ines.page.getByText('codes de secours').waitFor();
    const [recovery = ''] = ((await ines.page.locator('pre').textContent()) ?? '').split('\n');
    await ines.page.getByRole('button', { name: 'Je les ai gardés' }).click();
    await ines.press('Control+k');
    await ines.type('Se déconnecter');
    await ines.press('Enter');

    // The code of the app that was confirmed is spent: the next one, then a recovery code instead.
    for (const code of [codeOf(secret, 1), recovery]) {
      await ines.page.getByLabel('Identifiant').waitFor();
      await ines.type('ines');
      await ines.press('Tab');
      await ines.type(PASSWORD);
      await ines.press('Enter');
      await ines.page.getByLabel('Code de vérification').waitFor();
      await ines.type(code);
      await ines.press('Enter');
      await ines.page.getByRole('navigation', { name: 'Rubriques' }).waitFor();
      if (code === recovery) break;
      await ines.press('Control+k');
      await ines.type('Se déconnecter');
      await ines.press('Enter');
    }
    // The last time, the administrator signs her out.
    await page.getByRole('button', { name: 'Fermer', exact: true }).click();
    await page.getByText('Aucune session ouverte').waitFor();
    await ines.page.reload();
    await ines.page.getByLabel('Identifiant').waitFor();
    expect([...boss.complaints, ...ines.complaints]).toEqual([]);
    await ines.leave();
    await boss.leave();
  });

  it('tells a lock-out, and for how long', async () => {
    const person = await Person.sitDown(browser, system);
    await person.page.getByLabel('Identifiant').fill('nobody.at.all');
    const password = person.page.getByLabel('Mot de passe');
    await password.fill('a wrong guess it is');
    for (let guess = 0; guess < 6; guess += 1) {
      const answer = person.page.waitForResponse(/\/api\/v1\/session$/);
      await password.focus();
      await person.press('Enter');
      await answer;
    }
    await person.page.getByText(/Vous pourrez recommencer dans \d+ secondes/).waitFor();
    expect(await person.page.getByRole('button', { name: 'Se connecter' }).isDisabled()).toBe(true);
    await person.picture('sign-in-locked');
    expect(await person.axe()).toEqual([]);
    await person.leave();
  });

  it('ID-8 shows the secret of a machine client once, ID-9 finds who made it', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    await page.goto(`${system.url('api')}/machine-clients`);
    await page.getByRole('button', { name: 'Nouveau programme' }).click();
    const dialog = page.getByRole('dialog', { name: 'Nouveau programme' });
    await dialog.getByLabel('Nom').fill('Constructeur essai');
    await dialog.getByRole('button', { name: 'Créer et montrer le secret' }).click();
    const secret = (await dialog.locator('pre').nth(1).textContent()) ?? '';
    expect(secret.length).toBeGreaterThan(20);
    expect(await person.axe()).toEqual([]);
    await dialog.getByRole('button', { name: "Je l'ai copié" }).click();
    await page.getByRole('row', { name: /Constructeur essai/ }).waitFor();
    expect(await page.content()).not.toContain(secret);
    for (const [path, ready] of [
      ['/audit?f.service=identity&f.entityType=machine-client', /Dominique/],
      ['/rights', /Technicien/],
      ['/station', /Raison sociale/],
      ['/users', /Dominique/],
    ] as const) {
      await page.goto(`${system.url('api')}${path}`);
      // A filter lists people, too, in options that do not show.
      await page.locator('main').getByText(ready).and(page.locator(':visible')).first().waitFor();
      await person.picture(path.slice(1).split('?')[0] ?? '');
      expect(await person.axe()).toEqual([]);
    }
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('ID-10 WE-11 a record of another station is told of like none; what was typed stays while the server is away', async () => {
    const foreign = { kinds: ['consumer'], name: 'Ailleurs', firstName: 'Rose', acceptDuplicates: true };
    const made = await system.api('POST', '/parties', foreign, {
      token: await system.signIn('ARR'),
      key: randomUUID(),
    });
    expect(made.status).toBe(201);
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.signIn();
    const told = async (id: string): Promise<string> => {
      await page.goto(`${system.url('api')}/parties/${id}`);
      const alert = page.locator('main').getByRole('alert');
      await alert.waitFor();
      return (await alert.innerText()).replace(/[0-9a-f-]{36}/g, '…');
    };
    const none = await told(randomUUID());
    expect(none).not.toBe('');
    expect(await told(made.body.created.id as string)).toBe(none);

    await page.goto(`${system.url('api')}/parties/new`);
    await page.getByLabel('Nom ou raison sociale').fill('Vanhoutte');
    await person.context.setOffline(true);
    await person.press('Control+s');
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByLabel('Nom ou raison sociale').inputValue()).toBe('Vanhoutte');
    await person.picture('offline-laptop');
    await person.context.setOffline(false);
    await person.press('Control+s');
    await page.getByRole('heading', { name: /Vanhoutte/ }).waitFor();
    await person.leave();
  });
});
