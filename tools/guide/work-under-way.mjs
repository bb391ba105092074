import { setTimeout as delay } from 'node:timers/promises';
import { StationApi } from '../demo/client/station-api.mjs';
import { Run } from '../demo/run.mjs';
import { acceptMissionOrders, waitForFiles } from '../demo/steps/accept-mission-orders.mjs';
import { addParts } from '../demo/steps/add-parts.mjs';
import { finishFiles, waitForDocuments } from '../demo/steps/bill-files.mjs';
import { orderParts } from '../demo/steps/order-parts.mjs';
import { readCatalogue } from '../demo/steps/read-catalogue.mjs';
import { receiveParts, waitForAllocations } from '../demo/steps/receive-parts.mjs';
import { sendMissionOrders } from '../demo/steps/send-mission-orders.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';

/** What is brought to a station, what ails it, of which make. */
const REPAIRS = [
  ['Lave-linge', 'Fuit par le bas pendant l’essorage', 'Tessoro'],
  ['Lave-vaisselle', 'Ne vidange plus, code E24', 'Electrobel'],
  ['Réfrigérateur', 'Ne refroidit plus, le moteur tourne sans arrêt', 'Ondelia'],
  ['Sèche-linge', 'Le tambour ne tourne plus', 'Tessoro'],
  ['Four', 'Disjoncte dès que la résistance chauffe', 'Lissa'],
  ['Aspirateur', 'Perte d’aspiration, odeur de chaud', 'Ventila'],
  ['Cafetière', 'La pompe force, plus d’eau', 'Lissa'],
];

/** As long as a step may wait while nothing happens, in seconds. */
const PATIENCE = 60;

/**
 * Runs of the demo that go so far and no further, with how many repairs each: a station has work at every stage. Their ids
 * begin the numbers of the mission orders.
 *
 * @type {Record<string, { repairs: number, carry: (run: Run) => Promise<unknown> }>}
 */
const runs = {
  EB1: {
    repairs: 14,
    carry: async (run) => {
      const receipts = await receiveParts(run, await ordered(run));
      await waitForAllocations(run, receipts);
      await finishFiles(run);
      await waitForDocuments(run);
    },
  },
  EB2: {
    repairs: 9,
    carry: async (run) => {
      const [order = ''] = await ordered(run);
      await run.person.post('/goods-receipts', run.key('draft', order), {
        json: { supplierOrderId: order, pull: 'none' },
      });
    },
  },
  EB3: { repairs: 7, carry: opened },
  EB4: { repairs: 5, carry: async () => {} },
};

/** @param {Run} run */
async function opened(run) {
  await acceptMissionOrders(run);
  await waitForFiles(run);
  await addParts(run);
}

/** @param {Run} run */
async function ordered(run) {
  await opened(run);
  return orderParts(run);
}

/** What is there already stays as it is. @param {import('../demo/system.mjs').System} system */
export async function workUnderWay(system) {
  let brought = 0;
  const repair = () => {
    const [category = '', problem = '', brand = ''] = REPAIRS[brought % REPAIRS.length] ?? [];
    brought += 1;
    return { key: String(48_200 + brought * 7), line: brought, category, brand, problem, date: '' };
  };
  for (const [id, { repairs, carry }] of Object.entries(runs)) {
    const run = new Run({ id, system, records: Array.from({ length: repairs }, repair), patience: PATIENCE });
    await readCatalogue(run);
    await sendMissionOrders(run);
    await carry(run);
  }
  const api = new StationApi(system.api, system.signIn);
  await priceListCompared(api);
  await inventoryUnderWay(api);
}

/** A manufacturer's next prices: most rise, some fall, some parts are new, a line is wrong. @param {StationApi} api */
async function priceListCompared(api) {
  const [maker] = (await api.get('/parties?filter[kind][eq]=manufacturer&limit=1')).parties;
  const { parts } = await api.get('/parts?filter[kind][eq]=part&limit=60');
  const lines = parts.map((/** @type {any} */ { reference, designation, listPrice }, /** @type {number} */ n) => {
    const price = (Number(listPrice) || 20 + n) * (n % 5 === 0 ? 0.96 : 1.035);
    return `${reference};${designation};${price.toFixed(2).replace('.', ',')}`;
  });
  const added = ['Joint de hublot', 'Pompe de cyclage', 'Carte de puissance'].map(
    (name, n) => `N-${4_100 + n};${name};${31 + n},50`,
  );
  const content = ['Référence;Désignation;Prix HT', ...lines, ...added, 'N-4199;Bouton de programme;-3,00'].join(
    '\r\n',
  );
  const body = { bytes: Buffer.from(content), type: 'text/csv' };
  const { id } = await api.post('/price-lists?fileName=tarif-2027.csv', 'guide price list', body);
  const mapped = await reached(api, `/price-lists/${id}`, ['mapping', 'checked']);
  if (mapped.state === 'checked') return;
  const json = { columns: mapped.terms.columns, manufacturerPartyId: maker.id };
  await api.post(`/price-lists/${id}/check`, 'guide price list check', { json, seen: mapped });
  await reached(api, `/price-lists/${id}`, ['checked']);
}

/** Parts in stock, which are counted just now. @param {StationApi} api */
async function inventoryUnderWay(api) {
  const { parts } = await api.get('/parts?filter[kind][eq]=part&limit=12');
  /** @type {string[]} */
  const partIds = parts.map((/** @type {{ id: string }} */ { id }) => id);
  for (const [n, partId] of partIds.entries()) {
    const stock = { partId, quantity: String(n + 2), unitCost: String(18 + n), reason: 'Stock de départ' };
    await api.post('/stock-corrections', `guide stock ${n}`, { json: stock });
  }
  const json = { label: 'Mezzanine', scope: { kind: 'selection', partIds }, sortBy: 'reference' };
  await api.post('/inventories', 'guide inventory', { json });
}

/** @param {StationApi} api @param {string} path @param {string[]} states */
async function reached(api, path, states) {
  for (let left = PATIENCE * 2; left > 0; left--) {
    const one = await api.get(path);
    if (states.includes(one.state)) return one;
    await delay(500);
  }
  throw new Stop(Exit.failed, `${path} is not ${states.join(' or ')} after ${PATIENCE} s`);
}
