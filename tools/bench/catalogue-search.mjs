import pg from 'pg';
import { SeededRandom } from '@navette/platform/seed';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { StationApi } from '../demo/client/station-api.mjs';
import { seedParts } from './catalogue-parts.mjs';
import { comparedTo, figure, percentile, rounded, wholeNumber } from './figures.mjs';
import { floorOf, measureFloor } from './floor.mjs';
import { startPrivateSystem } from './private-system.mjs';

/**
 * ST-1: the first 20 parts for what people type and scan, over `/api/v1`, in a station that has 500,000 parts beside those of
 * others.
 *
 * @typedef {{ asked: string, of: import('./catalogue-parts.mjs').Known }} Question
 */

const PARTS = 500_000;
/** Parts of all stations, for one of the station that asks. */
const ALL = 1.5;
const QUESTIONS = 2_000;
const CLIENTS = 8;
/** In a hundred. */
const MIX = { 'reference otherwise written': 35, 'reference begun': 15, barcode: 15, words: 30, 'common word': 5 };

/** @type {import('./measured.mjs').Bench} */
export const catalogueSearch = {
  name: 'catalogue-search',
  summary: 'search among 500,000 parts with 8 clients: milliseconds of the HTTP call',
  options: {
    parts: { type: 'string', value: 'N', help: `parts of the station that asks (${PARTS}), two thirds of all` },
    questions: { type: 'string', value: 'N', help: `questions in a run (${QUESTIONS})` },
  },
  prepare({ runs, yes, values }) {
    const ofStation = wholeNumber('parts', values['parts'], PARTS);
    const questions = wholeNumber('questions', values['questions'], QUESTIONS);
    const parts = Math.round(ofStation * ALL);
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      const api = new StationApi(system.api, system.signIn);
      const known = await step(`writing ${parts} parts`, () => seeded(system, api, { parts, ofStation }));
      const random = new SeededRandom('bench catalogue questions');
      await step('proving the answers', () =>
        provenAnswers(api, questionsOf(random, known, Math.ceil(questions / 10))),
      );
      /** @type {number[]} */
      const searched = [];
      for (let run = 1; run <= runs; run += 1) {
        const asked = questionsOf(random, known, questions);
        searched.push(await step(`searching, run ${run}`, () => searchOnce(api, asked)));
      }
      const conditions = { first: 20, clients: CLIENTS, questions, parts, ofStation };
      const one = figure('catalogue-search.p95_ms', 'ms', searched, conditions);
      return [comparedTo(one, one.value, floorOf(floors, 'floor.grpc_rtt_ms')), ...floors];
    };
  },
};

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {StationApi} api
 * @param {{ parts: number, ofStation: number }} counts
 */
async function seeded(system, api, counts) {
  const admin = new pg.Client({ connectionString: system.databases['stock'] });
  await admin.connect();
  try {
    const here = await api.station();
    return await seedParts(admin, here, counts);
  } finally {
    await admin.end();
  }
}

/**
 * @param {SeededRandom} random
 * @param {import('./catalogue-parts.mjs').Known[]} known
 * @param {number} count
 * @returns {Question[]}
 */
function questionsOf(random, known, count) {
  const kinds = Object.entries(MIX).flatMap(([kind, share]) => Array(share).fill(kind));
  return Array.from({ length: count }, (_, i) => {
    const of = random.pick(known);
    return { asked: typed(random, kinds[(i * 37) % kinds.length], of), of };
  });
}

/** @param {SeededRandom} random @param {string} kind @param {import('./catalogue-parts.mjs').Known} of @returns {string} */
function typed(random, kind, { reference, designation, barcode }) {
  const bare = reference.replace(/[^A-Z0-9]/gi, '');
  switch (kind) {
    case 'reference begun':
      return bare.slice(0, -3).toLowerCase();
    case 'barcode':
      return barcode;
    case 'words':
      return designation.toLowerCase();
    case 'common word':
      return designation.split(' ')[0] ?? '';
    default:
      return random.pick([bare.toLowerCase(), `${bare.slice(0, 4)} ${bare.slice(4)}`, `${bare.slice(0, 3)}-${bare.slice(3)}`]); // prettier-ignore
  }
}

/**
 * Who is asked for is among the answers, or they are 20 that suit as well.
 *
 * @param {StationApi} api
 * @param {Question[]} questions
 */
async function provenAnswers(api, questions) {
  for (const { asked, of } of questions) {
    const { parts } = await api.get('/parts/search', { q: asked });
    if (parts.length < 20 && !parts.some((/** @type {{ id: string }} */ { id }) => id === of.id))
      throw new Stop(Exit.failed, `bench: ${asked} does not find ${of.reference} · ${of.designation}`);
  }
}

/**
 * @param {StationApi} api
 * @param {Question[]} questions
 * @returns {Promise<number>} 95th percentile in milliseconds
 */
async function searchOnce(api, questions) {
  /** @type {number[]} */
  const took = [];
  const left = [...questions];
  const client = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const began = performance.now();
      await api.get('/parts/search', { q: next.asked });
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  say(`  p50 ${rounded(percentile(took, 50))}, p95 ${rounded(percentile(took, 95))}, p99 ${rounded(percentile(took, 99))} ms`); // prettier-ignore
  return percentile(took, 95);
}
