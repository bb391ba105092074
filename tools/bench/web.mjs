import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { chromium } from 'playwright-core';
import { StationApi } from '../demo/client/station-api.mjs';
import { obtainBrowser } from '../dev/browser.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { step } from '../dev/lib/output.mjs';
import { comparedTo, figure, percentile, rounded } from './figures.mjs';
import { measureFloor } from './floor.mjs';
import { startPrivateSystem } from './private-system.mjs';

/**
 * WE-3, WE-10: what a person at a browser waits for. Instants are the page's own: what is done to ask it takes no part.
 *
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').BrowserContext} BrowserContext
 */

const TIMES = 20;
/** Where most clerks sit (WE-10). */
const SCREEN = { width: 1366, height: 768 };
/** A clerk's machine is so many times slower than this one. */
const SLOWER = 4;
const LIST = '/parties/kind/supplier';
const PATIENCE_MS = 30_000;
/** How long a finger is on a mouse's button. */
const PRESS_MS = 60;
/** The browser tells of no interaction that was quicker. */
const QUICKEST_MS = 16;

/** @type {import('./measured.mjs').Bench} */
export const web = {
  name: 'web',
  summary: 'the back office in a browser: seconds to the first screen, milliseconds until a change shows and until a key does', // prettier-ignore
  runs: TIMES,
  options: {},
  prepare:
    ({ runs, yes }) =>
    async () => {
      const executablePath = await obtainBrowser(yes ? 'yes' : undefined);
      const system = await startPrivateSystem({ yes, postgres: { track_commit_timestamp: 'on' } });
      const floors = await measureFloor(system, 3);
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        const context = await browser.newContext({ viewport: SCREEN, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
        const page = await context.newPage();
        const url = new URL('/', system.api).href;
        await signIn(page, url, system.signIn);
        const blank = await step('a blank page', () => blankPages(context, runs));
        const first = await step('the first screen', () => firstScreens(context, url, runs));
        const live = await step('a change of somebody else', () => liveChanges(page, system, runs));
        const inp = await step('keys', () => interactions(page, url, runs));
        const blankPage = figure('floor.blank_page_s', 's', blank, { slower: SLOWER });
        const shown = figure('web.first_screen_s', 's', first, { page: 'home', cache: 'cold', slower: SLOWER });
        const commit = floors.find((one) => one.figure === 'floor.bus_rtt_ms');
        const seen = atPercentile(figure('web.live_ms', 'ms', live, { percentile: 95 }), live, 95);
        return [
          comparedTo(shown, shown.value, blankPage),
          commit === undefined ? seen : comparedTo(seen, seen.value, commit),
          figure('web.inp_ms', 'ms', inp, { p95: percentile(inp, 95) }),
          blankPage,
          ...floors,
        ];
      } finally {
        await browser.close();
      }
    },
};

/** @param {import('./figures.mjs').Figure} one @param {number[]} values @param {number} percent */
function atPercentile(one, values, percent) {
  return { ...one, value: rounded(percentile(values, percent)) };
}

/** @param {Page} page @param {string} url @param {{ login: string, password: string }} as */
async function signIn(page, url, { login, password }) {
  await page.goto(url);
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Rubriques' }).waitFor();
}

/** A page of one line, from a server that has nothing else to do. @param {BrowserContext} context @param {number} times */
async function blankPages(context, times) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>1</title><h1>1</h1>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  try {
    return await coldLoads(context, `http://127.0.0.1:${port}/`, times);
  } finally {
    server.close();
  }
}

/** Of a person who is signed in; with all that the home page shows. @param {BrowserContext} context @param {string} url @param {number} times */
const firstScreens = (context, url, times) => coldLoads(context, url, times);

/**
 * From the navigation to the frame in which the heading stands and nothing on the page is waited for any more, each time in a
 * new tab of an empty cache.
 *
 * @param {BrowserContext} context @param {string} url @param {number} times
 */
async function coldLoads(context, url, times) {
  const seconds = [];
  for (let n = 0; n < times; n += 1) {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.clearBrowserCache');
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(`
      window.shownAt = new Promise((resolve) => {
        const watch = new MutationObserver(() => {
          if (document.querySelector('h1') === null || document.querySelector('[aria-busy="true"]') !== null) return;
          watch.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        });
        watch.observe(document, { subtree: true, childList: true, attributes: true });
      });`);
    await page.goto(url, { waitUntil: 'commit' });
    seconds.push(Number(await withPatience(page.evaluate('window.shownAt'), url)) / 1_000);
    await page.close();
  }
  return seconds;
}

/**
 * From PostgreSQL's commit of somebody's change to the row of an open list that shows it.
 *
 * @param {Page} page
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {number} times
 */
async function liveChanges(page, system, times) {
  const api = new StationApi(system.api, system.signIn);
  const admin = new pg.Client({ connectionString: system.databases['parties'] });
  await admin.connect();
  try {
    await page.goto(new URL(LIST, system.api).href);
    const row = page.locator('[role=row][data-key]').first();
    await row.waitFor();
    const id = await row.getAttribute('data-key');
    const milliseconds = [];
    for (let n = 1; n <= times; n += 1) {
      const city = `Ville ${randomUUID().slice(0, 8)}`;
      await page.evaluate(`
        window.seenAt = new Promise((resolve) => {
          const watch = new MutationObserver(() => {
            if (!document.querySelector('main').textContent.includes('${city}')) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
          });
          watch.observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
        }), undefined`);
      const party = await api.get(`/parties/${id}`);
      await api.put(`/parties/${id}`, randomUUID(), { json: movedTo(party, city), seen: party });
      const seenAt = Number(await withPatience(page.evaluate('window.seenAt'), city));
      const { rows } = await admin.query(
        'select extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at from party where id = $1',
        [id],
      );
      milliseconds.push(seenAt - Number(rows[0].at));
    }
    return milliseconds;
  } finally {
    await admin.end();
  }
}

/** A party as an edit sends it. @param {any} party @param {string} city */
function movedTo(party, city) {
  const { kinds, civility, name, firstName, siret, vatNumber, language, tags, comment, phones, emails, contacts, refusedChannels, alphaCode, mainAddress, billingAddress, deliveryAddress } = party; // prettier-ignore
  const moved = { line1: '', line2: '', postcode: '', country: 'FR', ...mainAddress, city };
  return { kinds, civility, name, firstName, siret, vatNumber, language, tags, comment, phones, emails, contacts, refusedChannels, alphaCode, mainAddress: moved, billingAddress, deliveryAddress }; // prettier-ignore
}

/** @template T @param {Promise<T>} work @param {string} what @returns {Promise<T>} */
function withPatience(work, what) {
  const over = new Promise((_resolve, reject) =>
    setTimeout(() => reject(new Stop(Exit.failed, `bench: ${what} was not shown`)), PATIENCE_MS).unref(),
  );
  return Promise.race([work, /** @type {Promise<T>} */ (over)]); // prettier-ignore
}

/**
 * The slowest of some thirty keys until the frame that answers it (INP): through a list and its filter, the palette, a record
 * and its fields.
 *
 * @param {Page} page @param {string} url @param {number} times
 */
async function interactions(page, url, times) {
  const worst = [];
  for (let n = 0; n < times; n += 1) {
    await page.goto(new URL(LIST, url).href);
    await page.locator('[role=row][data-key]').first().waitFor();
    await page.evaluate(`
      window.slowest = ${QUICKEST_MS};
      new PerformanceObserver((list) => {
        for (const one of list.getEntries()) if (one.interactionId > 0) window.slowest = Math.max(window.slowest, one.duration);
      }).observe({ type: 'event', durationThreshold: ${QUICKEST_MS} }), undefined`);
    await page.getByRole('searchbox', { name: 'Rechercher', exact: true }).click({ delay: PRESS_MS });
    await page.keyboard.type('a', { delay: 40 });
    await page.keyboard.press('Backspace');
    await page.locator('[role=row][data-key]').first().click({ delay: PRESS_MS });
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter']) await page.keyboard.press(key, { delay: 40 });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lambert', { delay: 40 });
    await page.keyboard.press('Escape');
    // The last frame is told of a little later.
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)))');
    worst.push(Number(await page.evaluate('window.slowest')));
  }
  return worst;
}
