import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { System } from '../flows/support/system.js';
import { openBrowser, Person, SCREENS } from './support/browser.js';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await system.remove();
}, 60_000);

describe('WE-7 WE-10 the look of the pages', () => {
  it.each(['clair', 'sombre', 'constellation', 'french-riviera'])(
    '%s can be read by everybody: every component of the kit in every state',
    async (theme) => {
      const person = await Person.sitDown(browser, system);
      const { page } = person;
      await person.prefer({ theme, preview: true });
      await person.signIn();
      await page.goto(`${system.url('api')}/kit`);
      await page.getByRole('heading', { name: 'Dialogues' }).waitFor();
      await person.picture(`kit-${theme}`);
      expect(await person.axe()).toEqual([]);
      await page.getByRole('button', { name: 'Conflit', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      expect(await person.axe()).toEqual([]);
      await page.goto(`${system.url('api')}/kit/list`);
      await page.getByRole('row', { name: /000002/ }).focus();
      await person.press('Space');
      await page.getByText('1 ligne sélectionnée').waitFor();
      await person.picture(`kit-list-${theme}`);
      expect(await person.axe()).toEqual([]);
      expect(person.complaints).toEqual([]);
      await person.leave();
    },
  );

  it.each(['clair', 'sombre'])('%s shows a list, a form and choices', async (theme) => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.prefer({ theme });
    await person.signIn();
    for (const [path, ready] of [
      ['/parties/kind/supplier', 'Électro-Composants'],
      ['/parties/new', 'Coordonnées'],
      ['/preferences', 'Constellation'],
    ] as const) {
      await page.goto(`${system.url('api')}${path}`);
      await page.getByText(ready).first().waitFor();
      await person.picture(`${path.replaceAll('/', '-').slice(1)}-${theme}`);
      expect(await person.axe()).toEqual([]);
    }
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('fits a phone', async () => {
    const person = await Person.sitDown(browser, system, { screen: SCREENS.phone });
    await person.signIn();
    await person.page.goto(`${system.url('api')}/parties/new`);
    await person.page.getByLabel('Nom ou raison sociale').waitFor();
    await person.picture('parties-new-phone');
    expect(await person.axe()).toEqual([]);
    // Nothing is cut off at the side.
    expect(await person.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      SCREENS.phone.width,
    );
    await person.leave();
  });

  it('speaks English to who wants it', async () => {
    const person = await Person.sitDown(browser, system);
    const { page } = person;
    await person.prefer({ language: 'en' });
    await page.getByLabel('Login').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await person.leave();
  });
});
