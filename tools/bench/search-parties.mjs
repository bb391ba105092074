import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SeededRandom } from '@navette/platform/seed';
import { inRoot } from '../dev/lib/paths.mjs';
import { familyNames, firstNames, townsAround } from './search-names.mjs';

/**
 * The parties that `bench search` reads, the same on every machine: consumers of 20 stations, most of them of the station
 * that asks. They are copied in by the administrator, since a table whose row-level security is forced takes no bulk load
 * from its owner; their words are made by the service's own code. Indexes and keys are taken off before and put on again
 * after, as they were: what is there then has passed all of them.
 *
 * @typedef {{ name: string, firstName: string, phone: string, email: string, city: string, id: string }} Known a party of
 *   the station that asks; what it has not is empty
 */

const STATIONS = 20;
const TOWNS = 150;
const PROVIDERS = ['orange', 'free', 'gmail', 'laposte', 'sfr', 'hotmail', 'wanadoo', 'yahoo'];
/** One name is found in one step among so many slots. */
const SLOTS = 1_000_000;
const SINCE = Date.UTC(2016, 0, 1);
const BETWEEN_MS = 5 * 60_000;

const COLUMNS = {
  party: `station_id, id, version, kinds, civility, name, name_norm, first_name, first_name_norm, siret, vat_number, language,
    tags, comment, refused_channels, source, billing_type, payment_days, end_of_month, day_of_month, payment_method,
    ledger_account, vat_regime, lead_time_days, ordering_channel, created_at, updated_at, city_norm`,
  party_phone: 'station_id, party_id, position, typed, e164',
  party_email: 'station_id, party_id, position, email, email_norm',
  party_address: 'station_id, party_id, usage, line1, line2, postcode, city, country',
  party_word: 'station_id, party_id, word, weight',
  party_spelling: 'station_id, word',
};

/**
 * @param {import('pg').Client} admin of the database of parties
 * @param {string} here the station that asks
 * @param {{ parties: number, ofStation: number }} counts
 * @returns {Promise<Known[]>} those of that station
 */
export async function seedParties(admin, here, { parties, ofStation }) {
  // The server reads the files, and may run as another user.
  const folder = mkdtempSync(join(tmpdir(), 'navette-bench-search-'));
  chmodSync(folder, 0o755);
  try {
    const known = await writeFiles(folder, here, parties, ofStation);
    await admin.query('begin');
    const putBack = await takeOff(admin);
    await admin.query('create temporary table spelt (like party_spelling) on commit drop');
    for (const [table, columns] of Object.entries(COLUMNS)) {
      const into = table === 'party_spelling' ? 'spelt' : table;
      await admin.query(`copy ${into} (${columns}) from '${join(folder, table)}'`);
    }
    for (const statement of putBack) await admin.query(statement);
    // Those of the demo are there already.
    await admin.query('insert into party_spelling select * from spelt on conflict do nothing');
    await admin.query('commit');
    // As autovacuum does a minute after such a load.
    for (const table of Object.keys(COLUMNS)) await admin.query(`vacuum (analyze) ${table}`);
    return known;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Takes off what is dearer to keep row by row than to make at once. Only `party_spelling` keeps its indexes.
 *
 * @param {import('pg').Client} admin
 * @returns {Promise<string[]>} statements that put it back
 */
async function takeOff(admin) {
  const tables = Object.keys(COLUMNS).filter((table) => table !== 'party_spelling');
  const { rows: keys } = await admin.query(
    `select conrelid::regclass as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid::regclass::text = any ($1) and (contype = 'f' or contype = 'p' and conrelid <> 'party'::regclass)
     order by contype desc`,
    [tables],
  );
  const { rows: indexes } = await admin.query(
    `select indexname as name, indexdef as definition from pg_indexes where tablename = any ($1)
       and indexname not in (select conname from pg_constraint)`,
    [tables],
  );
  for (const { table, name } of keys) await admin.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await admin.query(`drop index ${name}`);
  await admin.query(`set local maintenance_work_mem = '512MB'`);
  return [
    ...indexes.map(({ definition }) => definition),
    ...keys.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
  ];
}

/** @param {string} folder @param {string} here @param {number} parties @param {number} ofStation @returns {Promise<Known[]>} */
async function writeFiles(folder, here, parties, ofStation) {
  const built = (/** @type {string} */ name) => import(pathToFileURL(inRoot('apps', 'parties', 'dist', 'parties', name)).href); // prettier-ignore
  const [{ wordsKept }, { normalised }] = [await built('party-words.js'), await built('party.js')];
  const random = new SeededRandom('bench search');
  const [families, firsts] = [slots(familyNames()), slots(firstNames())];
  const stations = [here, ...Array.from({ length: STATIONS - 1 }, (_, i) => uuid(0, i + 1))];
  const towns = stations.map((_, i) => townsAround(i, TOWNS));
  const files = Object.fromEntries(Object.keys(COLUMNS).map((table) => [table, new Rows(join(folder, table))]));
  const write = (/** @type {string} */ table, /** @type {(string | number)[]} */ ...row) => files[table]?.add(row);
  /** @type {Known[]} */
  const known = [];
  const spellings = stations.map(() => new Set());
  for (let n = 0; n < parties; n += 1) {
    const at = n < ofStation ? 0 : 1 + (n % (STATIONS - 1));
    const station = /** @type {string} */ (stations[at]);
    const name = /** @type {string} */ (families[random.int(0, SLOTS - 1)]);
    const firstName = /** @type {string} */ (firsts[random.int(0, SLOTS - 1)]);
    // The nearer a town, the more live there.
    const town = towns[at]?.[Math.floor((random.int(0, 9_999) / 10_000) ** 2 * (towns[at]?.length ?? 0))];
    const { city, postcode } = town ?? { city: '', postcode: '' };
    // Those of a station came in any order of their names, over years.
    const since = SINCE + random.int(0, parties) * BETWEEN_MS;
    const id = uuid(since, n);
    const [nameNorm, firstNorm] = [normalised(name), normalised(firstName)];
    const e164 = random.chance(85) ? `+33${random.pick(['6', '7', '3', '1'])}${String(random.int(0, 99_999_999)).padStart(8, '0')}` : ''; // prettier-ignore
    const email = random.chance(65)
      ? `${`${firstNorm}.${nameNorm}`.replaceAll(' ', '-')}${random.int(1, 99)}@${random.pick(PROVIDERS)}.example`
      : '';
    const created = new Date(since).toISOString();
    write('party', station, id, 1, '{consumer}', '', name, nameNorm, firstName, firstNorm, '', '', 'fr', '{}', '', '{}', 'by_hand', 'none', 0, 'f', 0, '', '', 'domestic', 0, 'platform', created, created, normalised(city)); // prettier-ignore
    if (e164) write('party_phone', station, id, 0, `0${e164.slice(3)}`, e164);
    if (email) write('party_email', station, id, 0, email, email);
    write('party_address', station, id, 'main', `${random.int(1, 200)} rue Pasteur`, '', postcode, city, 'FR');
    const phones = e164 ? [{ typed: '', e164 }] : [];
    const party = {
      kinds: ['consumer'],
      name,
      firstName,
      emails: email ? [email] : [],
      mainAddress: { postcode, city },
    };
    const words = wordsKept(party, phones);
    for (const [word, weight] of words.weights) write('party_word', station, id, word, weight);
    for (const word of words.spellings) spellings[at]?.add(word);
    if (at === 0) known.push({ id, name, firstName, phone: e164, email, city });
    if (n % 1_000 === 0) await Promise.all(Object.values(files).map((file) => file.flush()));
  }
  for (const [at, of] of spellings.entries())
    for (const word of of) write('party_spelling', /** @type {string} */ (stations[at]), word);
  await Promise.all(Object.values(files).map((file) => file.end()));
  return known;
}

/** Rows of a table as COPY reads them; nothing in them has to be escaped. */
class Rows {
  #text = '';
  #stream;

  /** @param {string} path */
  constructor(path) {
    this.#stream = createWriteStream(path, { mode: 0o644 });
  }

  /** @param {(string | number)[]} row */
  add(row) {
    this.#text += `${row.join('\t')}\n`;
  }

  async flush() {
    const text = this.#text;
    this.#text = '';
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  async end() {
    await this.flush();
    this.#stream.end();
    await once(this.#stream, 'close');
  }
}

/** Each name as often as it is borne. @param {import('./search-names.mjs').Name[]} names @returns {string[]} */
function slots(names) {
  const total = names.reduce((sum, { share }) => sum + share, 0);
  /** @type {string[]} */
  const filled = [];
  let until = 0;
  for (const { shown, share } of names) {
    until += (share / total) * SLOTS;
    while (filled.length < Math.round(until)) filled.push(shown);
  }
  while (filled.length < SLOTS) filled.push(/** @type {string} */ (names.at(-1)?.shown));
  return filled;
}

/** A UUIDv7 of a time and a number. @param {number} at milliseconds @param {number} n */
function uuid(at, n) {
  const [time, number] = [at.toString(16).padStart(12, '0'), n.toString(16).padStart(12, '0')];
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number}`;
}
