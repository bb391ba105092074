import { createHash } from 'node:crypto';
import { SeededRandom } from '@navette/platform/seed';
import { Temporal } from 'temporal-polyfill';
import { FICTION_PHONES, FIRST_NAMES, NAMES, STREETS } from './names.mjs';

/**
 * What a repair record does not say, invented: the same record always gets the same, on every machine.
 *
 * @typedef {object} Invention
 * @property {boolean} underWarranty the manufacturer pays
 * @property {{ civility: string, firstName: string, name: string, phone: string, email: string,
 *   address: { line1: string, postcode: string, city: string } }} consumer
 * @property {string} serialNumber
 * @property {string} purchaseDate `YYYY-MM-DD`
 * @property {{ reference: string, quantity: string }[]} parts
 *
 * @typedef {{ communes: readonly import('./communes.mjs').Commune[], references: readonly string[] }} World
 * `references` of parts that can be ordered, in a fixed order
 */

const UNDER_WARRANTY_PERCENT = 40;
/** Where a record has no date that can be read. */
const BASE_DATE = '2025-07-01';

/**
 * @param {{ key: string, date: string }} record
 * @param {World} world
 * @returns {Invention}
 */
export function invent({ key, date }, { communes, references }) {
  const random = new SeededRandom(`navette-demo ${key}`);
  const underWarranty = random.chance(UNDER_WARRANTY_PERCENT);
  const [firstName, name] = [random.pick(FIRST_NAMES), `${random.pick(NAMES)}-${random.pick(NAMES)}`];
  const commune = random.pick(communes);
  return {
    underWarranty,
    consumer: {
      civility: random.chance(50) ? 'Mme' : 'M.',
      firstName,
      name,
      phone: `${random.pick(FICTION_PHONES)}${String(random.int(0, 9_999)).padStart(4, '0')}`,
      email: `client.${digest(key)}@exemple.example`,
      address: { line1: `${random.int(1, 180)} ${random.pick(STREETS)}`, ...commune },
    },
    serialNumber: `${random.int(10, 99)}${digest(`serial ${key}`).slice(0, 9).toUpperCase()}`,
    // A guarantee of two years; what is older is paid by its owner.
    purchaseDate: dateOf(date)
      .subtract({ days: underWarranty ? random.int(20, 700) : random.int(740, 4_000) })
      .toString(),
    parts: someOf(references, random.int(1, 3), random).map((reference) => ({
      reference,
      quantity: random.chance(85) ? '1' : '2',
    })),
  };
}

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 14);

/** @param {string} text */
function dateOf(text) {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return Temporal.PlainDate.from(BASE_DATE);
  }
}

/**
 * @param {readonly string[]} all
 * @param {number} count
 * @param {SeededRandom} random
 */
function someOf(all, count, random) {
  /** @type {Set<string>} */
  const taken = new Set();
  while (taken.size < Math.min(count, all.length)) taken.add(random.pick(all));
  return [...taken];
}
