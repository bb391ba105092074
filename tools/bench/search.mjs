import pg from 'pg';
import { SeededRandom } from '@navette/platform/seed';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { StationApi } from '../demo/client/station-api.mjs';
import { comparedTo, figure, percentile, rounded, wholeNumber } from './figures.mjs';
import { floorOf, measureFloor } from './floor.mjs';
import { startPrivateSystem } from './private-system.mjs';
import { seedParties } from './search-parties.mjs';

/**
 * PA-6, PA-17, WE-6: the first 20 parties for what people type, records of every kind for the same, and pages of the list of
 * parties, over `/api/v1`, in a station that has 300,000 parties beside 700,000 of others.
 *
 * @typedef {{ asked: string, of: import('./search-parties.mjs').Known }} Question
 * @typedef {{ page: string, query: Record<string, string | number>, ids: string[] }} Page
 */

const PARTIES = 1_000_000;
const OF_STATION = 300_000;
const QUESTIONS = 2_000;
const CLIENTS = 8;
/** The palette asks all services for one person: of the same questions so many in a hundred, one after the other. */
const IN_PALETTE = 20;
const PAGES = 50;
/** Lines of a page: the most that may be asked for. */
const LINES = 200;
/** In a hundred. */
const MIX = { 'name and first name': 40, 'name and town': 20, phone: 15, email: 10, 'typing error': 15 };

/** @type {import('./measured.mjs').Bench} */
export const search = {
  name: 'search',
  summary:
    'search among 1,000,000 parties with 8 clients, the palette, and pages of the list: milliseconds of the HTTP call',
  options: {
    parties: { type: 'string', value: 'N', help: `parties of all stations (${PARTIES}), three tenths of them in one` },
    questions: { type: 'string', value: 'N', help: `questions in a run (${QUESTIONS})` },
  },
  prepare({ runs, yes, values }) {
    const parties = wholeNumber('parties', values['parties'], PARTIES);
    const questions = wholeNumber('questions', values['questions'], QUESTIONS);
    const ofStation = Math.round((parties * OF_STATION) / PARTIES);
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      const api = new StationApi(system.api, system.signIn);
      const { known, pages } = await prepare(system, api, { parties, ofStation });
      const random = new SeededRandom('bench search questions');
      await step('proving the answers', () => provenAnswers(api, questionsOf(random, known, questions / 10)));
      const conditions = { first: 20, clients: CLIENTS, questions, parties, ofStation };
      const inPalette = { clients: 1, questions: Math.ceil((questions * IN_PALETTE) / 100), parties, ofStation };
      const [searched, found] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
      const listed = new Map(pages.map(({ page }) => [page, /** @type {number[]} */ ([])]));
      for (let run = 1; run <= runs; run += 1) {
        const asked = questionsOf(random, known, questions);
        searched.push(await step(`searching, run ${run}`, () => searchOnce(api, '/parties/search', asked, CLIENTS)));
        const ofOne = asked.slice(0, inPalette.questions);
        found.push(await step(`the palette, run ${run}`, () => searchOnce(api, '/search', ofOne, 1)));
        for (const [page, p95] of await step(`listing, run ${run}`, () => listOnce(api, pages)))
          listed.get(page)?.push(p95);
      }
      const against = (/** @type {import('./figures.mjs').Figure} */ one) =>
        comparedTo(one, one.value, floorOf(floors, 'floor.grpc_rtt_ms'));
      return [
        against(figure('search.p95_ms', 'ms', searched, conditions)),
        against(figure('palette.p95_ms', 'ms', found, inPalette)),
        ...[...listed].map(([page, p95s]) => against(figure('list.p95_ms', 'ms', p95s, { page, lines: LINES, ofStation }))), // prettier-ignore
        ...floors,
      ];
    };
  },
};

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {StationApi} api
 * @param {{ parties: number, ofStation: number }} counts
 */
async function prepare(system, api, counts) {
  const admin = new pg.Client({ connectionString: system.databases['parties'] });
  await admin.connect();
  try {
    const here = await api.station();
    const known = await step(`writing ${counts.parties} parties`, () => seedParties(admin, here, counts));
    return { known, pages: await step('proving the pages', () => provenPages(admin, api, here)) };
  } finally {
    await admin.end();
  }
}

/**
 * The first page of each order, and those behind half and nine tenths of the list. The cursor is the one that a reader gets
 * who goes there page by page: that of the first page, with the position of another row.
 *
 * @param {pg.Client} admin
 * @param {StationApi} api
 * @param {string} here
 */
async function provenPages(admin, api, here) {
  const orders = {
    name: ['name_norm', 'first_name_norm', 'id'],
    city: ['city_norm', 'name_norm', 'first_name_norm', 'id'],
    createdAt: ['created_at', 'id'],
    updatedAt: ['updated_at', 'id'],
  };
  const { rows: counted } = await admin.query('select count(*)::int as all from party where station_id = $1', [here]);
  /** @type {Page[]} */
  const pages = [];
  for (const [sort, keys] of Object.entries(orders)) {
    const first = await api.get('/parties', { sort, limit: LINES });
    const [fingerprint] = JSON.parse(Buffer.from(first.nextCursor, 'base64url').toString('utf8'));
    for (const depth of [0, 0.5, 0.9]) {
      const skipped = Math.floor((counted[0].all * depth) / LINES) * LINES;
      const { rows } = await admin.query(
        `select id, array[${keys.map((key) => `${key}::text`).join(', ')}] as position from party where station_id = $1
         order by ${keys.join(', ')} limit ${LINES + 1} offset ${Math.max(skipped - 1, 0)}`,
        [here],
      );
      const cursor = Buffer.from(JSON.stringify([fingerprint, ...rows[0].position])).toString('base64url');
      const query = { sort, limit: LINES, ...(skipped > 0 && { cursor }) };
      const ids = rows.slice(skipped > 0 ? 1 : 0).slice(0, LINES).map(({ id }) => id); // prettier-ignore
      const page = `by ${sort}, ${depth === 0 ? 'first' : `behind ${depth * 100} %`}`;
      const answered = (await api.get('/parties', query)).parties.map((/** @type {{ id: string }} */ { id }) => id);
      if (answered.join() !== ids.join()) throw new Stop(Exit.failed, `bench: the page ${page} is not what the table holds`); // prettier-ignore
      pages.push({ page, query, ids });
    }
  }
  return pages;
}

/**
 * Questions about parties drawn by chance, so that common names are asked for as often as they are borne.
 *
 * @param {SeededRandom} random
 * @param {import('./search-parties.mjs').Known[]} known
 * @param {number} count
 * @returns {Question[]}
 */
function questionsOf(random, known, count) {
  const kinds = Object.entries(MIX).flatMap(([kind, share]) => Array(share).fill(kind));
  return Array.from({ length: count }, (_, i) => {
    const kind = kinds[(i * 37) % kinds.length];
    let of = random.pick(known);
    while ((kind === 'phone' && !of.phone) || (kind === 'email' && !of.email)) of = random.pick(known);
    return { asked: typed(random, kind, of), of };
  });
}

/** @param {SeededRandom} random @param {string} kind @param {import('./search-parties.mjs').Known} of @returns {string} */
function typed(random, kind, { name, firstName, city, email, phone }) {
  const digits = `0${phone.slice(3)}`;
  const pairs = (/** @type {string} */ blank) => digits.replace(/(\d\d)(?=\d)/g, `$1${blank}`);
  switch (kind) {
    case 'name and town':
      return `${name} ${city}`;
    case 'phone':
      return random.pick([
        digits,
        pairs(' '),
        pairs('.'),
        phone,
        `0033${digits.slice(1)}`,
        `+33 (0)${digits.slice(1)}`,
      ]);
    case 'email':
      return email;
    case 'typing error':
      return `${misspelt(random, name)} ${firstName}`;
    default:
      return random.chance(50) ? `${name} ${firstName}` : `${firstName} ${name}`.toLowerCase();
  }
}

/** One letter too many, too few, wrong, or two the wrong way round; never the first. @param {SeededRandom} random @param {string} name */
function misspelt(random, name) {
  const at = random.int(1, name.length - 2);
  const [before, letter, next, after] = [name.slice(0, at), name[at], name[at + 1], name.slice(at + 2)];
  switch (random.int(1, 4)) {
    case 1:
      return `${before}${letter}${letter}${next}${after}`;
    case 2:
      return `${before}${next}${after}`;
    case 3:
      return `${before}${random.pick([...'aeiourstln'])}${next}${after}`;
    default:
      return `${before}${next}${letter}${after}`;
  }
}

/**
 * Who is asked for is among the answers, or they are 20 that suit as well; of those with a typing error nine in ten are
 * (another spelling may be nearer).
 *
 * @param {StationApi} api
 * @param {Question[]} questions
 */
async function provenAnswers(api, questions) {
  let missing = 0;
  for (const { asked, of } of questions) {
    const { parties } = await api.get('/parties/search', { q: asked });
    if (parties.length < 20 && !parties.some((/** @type {{ id: string }} */ { id }) => id === of.id)) missing += 1;
  }
  say(`  ${missing} of ${questions.length} not found`);
  if (missing > questions.length * (MIX['typing error'] / 100) * 0.1)
    throw new Stop(Exit.failed, `bench: ${missing} of ${questions.length} parties were not found`);
}

/**
 * @param {StationApi} api
 * @param {string} path
 * @param {Question[]} questions
 * @param {number} clients
 * @returns {Promise<number>} 95th percentile in milliseconds
 */
async function searchOnce(api, path, questions, clients) {
  /** @type {number[]} */
  const took = [];
  const left = [...questions];
  const client = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const began = performance.now();
      await api.get(path, { q: next.asked });
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  say(`  p50 ${rounded(percentile(took, 50))}, p95 ${rounded(percentile(took, 95))}, p99 ${rounded(percentile(took, 99))} ms`); // prettier-ignore
  return percentile(took, 95);
}

/**
 * The pages in turn, so that what else the machine does falls on all of them.
 *
 * @param {StationApi} api
 * @param {Page[]} pages
 * @returns {Promise<Map<string, number>>} 95th percentiles in milliseconds
 */
async function listOnce(api, pages) {
  const took = new Map(pages.map(({ page }) => [page, /** @type {number[]} */ ([])]));
  for (let time = 0; time < PAGES; time += 1) {
    for (const { page, query } of pages) {
      const began = performance.now();
      await api.get('/parties', query);
      took.get(page)?.push(performance.now() - began);
    }
  }
  const p95s = new Map([...took].map(([page, values]) => [page, percentile(values, 95)]));
  say(`  ${[...p95s].map(([page, p95]) => `${page} ${rounded(p95)} ms`).join(', ')}`);
  return p95s;
}
