/**
 * What the guide shows: a picture's name, and how a person gets to what is on it. Records are found as a person finds them.
 *
 * @typedef {import('playwright-core').Page} Page
 * @typedef {{ url: string, signIn: { login: string, password: string } }} System
 * @typedef {(page: Page, system: System) => Promise<void>} Scene leaves the page as the picture shall have it
 */

const PHONE = { width: 390, height: 844 };

/** A page of the back office with its data. @param {string} path @returns {Scene} */
const at =
  (path) =>
  async (page, { url }) => {
    // Tabs of the scenes before would crowd it.
    await page.evaluate(`Object.keys(localStorage).filter((key) => key.startsWith('navette.tabs.')).forEach((key) => localStorage.removeItem(key))`); // prettier-ignore
    await page.goto(new URL(path, url).href);
    await settled(page);
  };

/** A list with rows. @param {string} path @returns {Scene} */
const listAt = (path) => async (page, system) => {
  await at(path)(page, system);
  await page.locator('[role=row][data-key]').first().waitFor();
};

/** The first record of a list, or the first that says so, opened from there. @param {string} list @param {string} [says] @returns {Scene} */
const firstOf = (list, says) => async (page, system) => {
  await listAt(list)(page, system);
  const rows = page.locator('[role=row][data-key]');
  await (says === undefined ? rows : rows.filter({ hasText: says })).first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname !== list);
  await settled(page);
};

/** Live pages never rest on the network: what a person sees is the measure. @param {Page} page */
async function settled(page) {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // What is on its way may have no height yet; a page that is kept behind this one may be waiting for ever.
  const waits = `[...document.querySelectorAll('[aria-busy="true"]')].some((part) => part.checkVisibility())`;
  for (let left = 100; left > 0 && (await page.evaluate(waits)); left -= 1) await page.waitForTimeout(50);
}

/** @type {Scene} */
async function signIn(page, { url, signIn: { login, password } }) {
  await page.goto(url);
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Rubriques' }).waitFor();
  await settled(page);
}

/** What somebody types into the palette, and its answers. @type {Scene} */
async function palette(page, system) {
  await at('/')(page, system);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lambert');
  await page.getByRole('menuitem', { name: /lambert/i }).first().waitFor(); // prettier-ignore
}

/** @type {Scene} */
async function consumers(page, system) {
  await at('/parties/kind/consumer')(page, system);
  await page.getByRole('searchbox', { name: 'Rechercher', exact: true }).fill('martin');
  await page.locator('[role=row][data-key]').first().waitFor();
  await settled(page);
}

/** A delivery while it is scanned: a piece of its order has been read. @type {Scene} */
async function receiptScan(page, system) {
  await firstOf('/receipts', 'En préparation')(page, system);
  const receipt = page.url();
  await page.getByRole('link', { name: /-CF-/ }).first().click();
  const reference = await page.getByRole('cell').getByRole('link').first().innerText();
  await page.goto(receipt);
  await settled(page);
  await page.getByLabel('Lire un code ou une référence').fill(reference);
  await page.keyboard.press('Enter');
  await page.getByText('comptées : 1').waitFor();
}

/** An inventory from a phone that has been given its link. @type {Scene} */
async function countPhone(page, system) {
  await firstOf('/inventories')(page, system);
  await page.getByRole('button', { name: 'Comptage collaboratif' }).click();
  await page.getByRole('button', { name: 'Créer un lien' }).click();
  const link = await page.locator('pre').innerText();
  await page.setViewportSize(PHONE);
  await page.goto(link);
  await page.getByLabel('Votre nom').fill('Inès');
  await page.getByRole('button', { name: 'Commencer à compter' }).click();
  for (const quantity of ['4', '2']) {
    await page.getByRole('listitem').getByRole('button').first().click();
    await page.getByLabel('Quantité comptée').fill(quantity);
    await page.getByRole('button', { name: 'Enregistrer' }).click();
  }
  await page.getByText('2 lignes comptées sur 12').waitFor();
}

/** What a technician takes along: two files of a day. @type {Scene} */
async function tote(page, system) {
  await listAt('/totes')(page, system);
  const rows = page.locator('[role=row][data-key]');
  for (const row of [0, 1]) {
    await rows.nth(row).focus();
    await page.keyboard.press('Space');
  }
  await page.getByRole('button', { name: 'Mettre dans la caissette' }).click();
  await page.getByRole('button', { name: 'Caissette (2 dossiers)' }).click();
  await page.getByRole('button', { name: /Technicien/ }).click();
  await page.getByRole('option').first().click();
  await settled(page);
}

/** In the order in which they are taken: who is not signed in sees none of the others. @type {Record<string, Scene>} */
export const scenes = {
  home: signIn,
  palette,
  consumers,
  supplier: firstOf('/parties/kind/supplier'),
  'mission-orders': listAt('/mission-orders'),
  files: listAt('/files'),
  file: firstOf('/files'),
  parts: listAt('/parts/kind/part'),
  part: firstOf('/parts/kind/part'),
  replenishment: listAt('/replenishment'),
  'supplier-order': firstOf('/supplier-orders'),
  receipt: firstOf('/receipts', 'Validée'),
  'receipt-scan': receiptScan,
  'price-list': firstOf('/price-lists'),
  'count-phone': countPhone,
  inventory: firstOf('/inventories'),
  deliveries: listAt('/deliveries'),
  tote,
  transfer: firstOf('/transfers'),
  'stock-value': listAt('/stock-values'),
  invoices: listAt('/invoices'),
  invoice: firstOf('/invoices'),
  saga: firstOf('/operations/sagas'),
  users: listAt('/users'),
  station: at('/station'),
  preferences: at('/preferences'),
};
