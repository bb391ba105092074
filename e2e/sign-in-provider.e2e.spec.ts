import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { CLIENT, startProvider, type TestProvider } from '../apps/identity/src/test/openid.js';
import { System } from '../flows/support/system.js';
import { openBrowser, Person } from './support/browser.js';

let system: System;
let browser: Browser;
let provider: TestProvider;

beforeAll(async () => {
  const env = { NAVETTE_IDENTITY_PROVIDER_HTTP: 'accepted' };
  [system, browser] = await Promise.all([System.start({ env }), openBrowser()]);
  provider = await startProvider(`${system.url('api')}/signed-in`);
}, 180_000);
afterAll(async () => {
  await provider?.stop();
  await browser?.close();
  await system?.remove();
}, 60_000);

describe('ID-7 signing in at a provider', () => {
  it('an administrator sets it by the screen, and somebody signs in there, or is told why not', async () => {
    const boss = await Person.sitDown(browser, system);
    const { page } = boss;
    await boss.signIn();
    await page.goto(`${system.url('api')}/sign-in-provider`);
    await page.getByLabel('Nom', { exact: true }).fill('Enseigne');
    await page.getByLabel('Émetteur (issuer)').fill(provider.issuer);
    await page.getByLabel('Identifiant du client').fill(CLIENT.id);
    await page.getByLabel('Secret du client').fill(CLIENT.secret);
    await page.getByRole('button', { name: /Domaine des adresses/ }).click();
    await page.getByLabel('Domaine des adresses', { exact: true }).fill('navette.example');
    await boss.picture('sign-in-provider');
    expect(await boss.axe()).toEqual([]);
    await boss.press('Control+s');
    await page.getByText('Un secret est gardé, chiffré', { exact: false }).waitFor();
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain(CLIENT.secret);

    const demo = await Person.sitDown(browser, system);
    const goThere = async () => {
      await demo.page.getByLabel('Identifiant').fill('demo@navette.example');
      await demo.page.getByRole('button', { name: 'Continuer avec Enseigne' }).click();
    };
    provider.manners.claims = { email: 'nobody@navette.example', email_verified: true };
    await goThere();
    await demo.page.getByRole('alert').getByText('Personne dans ce réseau').waitFor();
    expect(new URL(demo.page.url()).pathname + new URL(demo.page.url()).search).toBe('/');
    await demo.picture('sign-in-refused');
    expect(await demo.axe()).toEqual([]);
    provider.manners.claims = { email: 'demo@navette.example', email_verified: true };
    await goThere();
    await demo.page.getByRole('navigation', { name: 'Rubriques' }).waitFor();
    await demo.page.reload();
    await demo.page.getByRole('navigation', { name: 'Rubriques' }).waitFor();
    expect([...boss.complaints, ...demo.complaints]).toEqual([]);
  });
});
