/**
 * What the guide shows: a picture's name, and how a person gets to what is on it. Records are found as a person finds them.
 *
 * @typedef {import('playwright-core').Page} Page
 * @typedef {{ url: string, signIn: { login: string, password: string } }} System
 * @typedef {(page: Page, system: System) => Promise<void>} Scene leaves the page as the picture shall have it
 */

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

/** The first record of a list, opened from there. @param {string} list @returns {Scene} */
const firstOf = (list) => async (page, system) => {
  await listAt(list)(page, system);
  await page.locator('[role=row][data-key]').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname !== list);
  await settled(page);
};

/** Live pages never rest on the network: what a person sees is the measure. @param {Page} page */
async function settled(page) {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
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
  receipt: firstOf('/receipts'),
  invoices: listAt('/invoices'),
  invoice: firstOf('/invoices'),
  saga: firstOf('/operations/sagas'),
  users: listAt('/users'),
  station: at('/station'),
  preferences: at('/preferences'),
};
