import { pathToFileURL } from 'node:url';
import { SeededRandom } from '@navette/platform/seed';
import { inRoot } from '../dev/lib/paths.mjs';

/**
 * The parts that `bench catalogue-search` reads, the same on every machine: designations and references as the demo's, more
 * of them. The administrator writes them, whom no policy holds; the columns that are searched are the database's own.
 *
 * @typedef {{ id: string, reference: string, designation: string, barcode: string }} Known
 */

const STATIONS = 20;
const BATCH = 5_000;
const MODELS = ['WM', 'DW', 'FR', 'OV', 'TD', 'KA', 'HV'];

/**
 * @param {import('pg').Client} admin of the database of stock
 * @param {string} here the station that asks
 * @param {{ parts: number, ofStation: number }} counts of all stations, and of the one that asks
 * @returns {Promise<Known[]>} those of that station
 */
export async function seedParts(admin, here, { parts, ofStation }) {
  const built = inRoot('apps', 'stock', 'dist', 'seed', 'catalogue.js');
  /** @type {{ PART_KINDS: readonly (readonly [name: string, letters: string])[] }} */
  const { PART_KINDS } = await import(pathToFileURL(built).href);
  const random = new SeededRandom('bench catalogue');
  /** @type {Known[]} */
  const known = [];
  for (let from = 0; from < parts; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, parts - from) }, (_, i) => {
      const n = from + i;
      const [name, letters] = random.pick(PART_KINDS);
      const model = `${random.pick(MODELS)}${random.int(100, 9_999)}`;
      const digits = String(n).padStart(7, '0');
      // As manufacturers write them: with dashes, blanks, or neither.
      const reference = random.pick([`${letters}-${digits.slice(0, 3)} ${digits.slice(3)}B`, `${letters}${digits}B`, `${letters}.${digits}-B`]); // prettier-ignore
      const station = n < ofStation ? here : idOf(0, 1 + (n % (STATIONS - 1)));
      return { station, id: idOf(1, n), reference, designation: `${name} ${model}`, barcode: `29${String(n).padStart(11, '0')}` }; // prettier-ignore
    });
    const column = (/** @type {keyof (typeof rows)[number]} */ name) => rows.map((row) => row[name]);
    await admin.query(
      `with written as (
         insert into part (station_id, id, kind, reference, reference_norm, designation, description, ventilation_code,
           vat_category, state, created_at)
         select station, id, 'part', reference, upper(reference), designation, designation, 'PIECE', 'standard', 'active', now()
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as x (station, id, reference, designation))
       select`,
      [column('station'), column('id'), column('reference'), column('designation')],
    );
    await admin.query(
      'insert into part_barcode (station_id, part_id, code) select * from unnest($1::uuid[], $2::uuid[], $3::text[])',
      [column('station'), column('id'), column('barcode')],
    );
    for (const { station, ...row } of rows) if (station === here) known.push(row);
  }
  // As autovacuum does a minute after such a load.
  for (const table of ['part', 'part_barcode']) await admin.query(`vacuum (analyze) ${table}`);
  return known;
}

/** @param {number} kind @param {number} n @returns {string} */
function idOf(kind, n) {
  return `0000000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
