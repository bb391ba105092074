import { setTimeout as delay } from 'node:timers/promises';
import { Refused, StationApi } from '../demo/client/station-api.mjs';
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

/** Code of the station that lends parts. */
const SISTER = 'LEN';

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
  await deliveriesReady(api);
  await partsFromASister(api, new StationApi(system.api, { ...system.signIn, station: SISTER }));
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

/** Orders that leave with a delivery note, and parts for technicians: some lie ready, some are waited for. @param {StationApi} api */
async function deliveriesReady(api) {
  const orders = [
    { type: 'delivery', customer: 'Atelier du Vieux-Lille', reference: 'LIV-1204', part: 'Courroie 1200 J5', has: 6, wants: 2 },
    { type: 'delivery', customer: 'Résidence des Tilleuls', reference: 'LIV-3310', part: 'Filtre à charbon', has: 4, wants: 4 },
    { type: 'e_shop', customer: 'Boutique : Mme Carlier', reference: 'LIV-0877', part: 'Bac à œufs', has: 1, wants: 2 },
  ]; // prettier-ignore
  for (const { type, customer, reference, part, has, wants } of orders) {
    const place = { kind: 'storage_location', code: `E-${reference.slice(-2)}`, label: 'Étagère des livraisons' };
    const { id: locationId } = await api.post('/catalogue-entries', `guide place ${reference}`, { json: place });
    const known = { reference, designation: part, ventilationCode: 'PIECE', locationId };
    const { id: partId } = await api.post('/parts', `guide part ${reference}`, { json: known });
    const stock = { partId, quantity: String(has), unitCost: '8.40', reason: 'Stock de départ' };
    await api.post('/stock-corrections', `guide stock ${reference}`, { json: stock });
    const party = { kinds: ['consumer'], name: customer, acceptDuplicates: true };
    const { created } = await api.post('/parties', `guide customer ${reference}`, { json: party });
    const order = {
      customerPartyId: created.id,
      type,
      lines: [{ reference, quantity: String(wants), unitPrice: '19.90' }],
    };
    await api.post('/customer-orders', `guide order ${reference}`, { json: order });
  }
  // What lies there goes to files, too.
  const { files } = await api.get('/intervention-files?filter[state][eq]=open&limit=2');
  for (const { id } of files) {
    const wish = { kind: 'part', reference: 'LIV-1204', quantity: '1', unitPrice: '19.90' };
    await api.post(`/intervention-files/${id}/lines`, `guide ready part ${id}`, { json: { lines: [wish] } });
  }
}

/** A part that a file waits for, on its way from a station of the network. @param {StationApi} api @param {StationApi} sister */
async function partsFromASister(api, sister) {
  const part = { reference: 'RES-7741', designation: 'Carte de commande', ventilationCode: 'PIECE' };
  const { id: partId } = await sister.post('/parts', 'guide lent part', { json: part });
  const stock = { partId, quantity: '3', unitCost: '61.20', reason: 'Stock de départ' };
  await sister.post('/stock-corrections', 'guide lent stock', { json: stock });
  await api.post('/parts', 'guide borrowed part', { json: part });
  const [file] = (await api.get('/intervention-files?filter[state][eq]=open&limit=1')).files;
  const wish = { kind: 'part', reference: part.reference, quantity: '1', unitPrice: '118' };
  const { lines } = await api.post(`/intervention-files/${file.id}/lines`, 'guide wish', { json: { lines: [wish] } });
  const { id: needId } = lines.find((/** @type {any} */ { reference }) => reference === part.reference);
  const ask = { needId, stationId: await sister.station(), quantity: '1' };
  await reached(api, `/needs/${needId}`, ['waiting', 'on_order', 'allocated']);
  const { id } = await api.post('/station-transfers', 'guide transfer', { json: ask });
  await reached(sister, `/station-transfers/${id}`, ['requested', 'accepted', 'issued']);
  await sister.post(`/station-transfers/${id}/accept`, 'guide transfer accept');
  await sister.post(`/station-transfers/${id}/issue`, 'guide transfer issue');
  await reached(api, `/station-transfers/${id}`, ['issued']);
}

/** @param {StationApi} api @param {string} path @param {string[]} states */
async function reached(api, path, states) {
  for (let left = PATIENCE * 2; left > 0; left--) {
    // A service may not have heard of it yet.
    const one = await api.get(path).catch((problem) => {
      if (!(problem instanceof Refused && problem.status === 404)) throw problem;
    });
    if (states.includes(one?.state)) return one;
    await delay(500);
  }
  throw new Stop(Exit.failed, `${path} is not ${states.join(' or ')} after ${PATIENCE} s`);
}
