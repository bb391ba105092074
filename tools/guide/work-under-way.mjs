import { Run } from '../demo/run.mjs';
import { acceptMissionOrders, waitForFiles } from '../demo/steps/accept-mission-orders.mjs';
import { addParts } from '../demo/steps/add-parts.mjs';
import { finishFiles, waitForDocuments } from '../demo/steps/bill-files.mjs';
import { orderParts } from '../demo/steps/order-parts.mjs';
import { readCatalogue } from '../demo/steps/read-catalogue.mjs';
import { receiveParts, waitForAllocations } from '../demo/steps/receive-parts.mjs';
import { sendMissionOrders } from '../demo/steps/send-mission-orders.mjs';

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
  EB2: { repairs: 9, carry: ordered },
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
}
