import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { SeededRandom } from '@navette/platform/seed';
import { StationApi } from '../demo/client/station-api.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { figure, rounded, wholeNumber } from './figures.mjs';
import { againstCommits, measureFloor } from './floor.mjs';
import { cpuSeconds, spawnServices, startPrivateSystem, stopServices, until, untilReady } from './private-system.mjs';

/**
 * ST-6: a manufacturer's price list as CSV, over `/api/v1`: from the call that hands it over until its columns are guessed, then
 * the comparison, then its commit. First into a station without parts of that manufacturer, then the next year's list, with
 * almost every price another. Each service is a process, so that memory is that of the one which does the work.
 *
 * @typedef {{ uploading: number, checking: number, committing: number, cpu: number }} Run
 */

const LINES = 500_000;
/** Of the demo, one for each run. */
const STATIONS = ['LIL', 'LEN', 'ARR'];
const PATIENCE_SECONDS = 900;
/** Of the stock service. Without a bound V8 collects the later, the more memory the machine has, and the figure tells of the machine. */
const HEAP_MEGABYTES = 192;
/** Between two looks; each is a request that the measured process has to answer too. */
const LOOK_MS = 100;
/** Of a thousand lines: those without a price, and of the second list those that are new and those that keep their price. */
const [WRONG, NEW, SAME] = [1, 20, 100];

/** @type {import('./measured.mjs').Bench} */
export const priceList = {
  name: 'price-list',
  summary: 'a CSV price list of 500,000 lines: seconds until it is taken over, and memory',
  options: { lines: { type: 'string', value: 'N', help: `lines of the file (${LINES})` } },
  prepare({ runs, yes, values }) {
    const lines = wholeNumber('lines', values['lines'], LINES);
    if (lines > LINES) throw new Stop(Exit.usage, `bench: --lines ${lines} is not accepted: 1 to ${LINES}`);
    if (runs > STATIONS.length)
      throw new Stop(Exit.usage, `bench: --runs ${runs} is not accepted: 1 to ${STATIONS.length}`);
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      await stopServices(system);
      system.pids = await spawnServices(system, true, { stock: `--max-old-space-size=${HEAP_MEGABYTES}` });
      await untilReady(system);
      /** @type {Record<'none' | 'all', Run[]>} */
      const measured = { none: [], all: [] };
      for (const station of STATIONS.slice(0, runs)) {
        const api = new StationApi(system.api, { ...system.signIn, station });
        measured.none.push(await measureOnce(system, api, listOf(station, lines, 1)));
        measured.all.push(await measureOnce(system, api, listOf(station, lines, 2)));
      }
      const megabytes = peakMegabytes(system.pids['stock']);
      const edge = rounded(peakMegabytes(system.pids['api']));
      await stopServices(system);
      const figures = Object.entries(measured).flatMap(([known, of]) => {
        const cpuSecondsAtMost = rounded(Math.max(...of.map(({ cpu }) => cpu)));
        const whole = of.map(({ uploading, checking, committing }) => uploading + checking + committing);
        const seconds = figure('price-list.seconds', 's', whole, { lines, known, format: 'csv', cpuSecondsAtMost });
        return [
          againstCommits(seconds, lines / seconds.value, floors),
          ...(/** @type {const} */ (['uploading', 'checking', 'committing']).map((part) =>
            figure(`price-list.${part}`, 's', of.map((one) => one[part]), { lines, known }))), // prettier-ignore
        ];
      });
      return [
        ...figures,
        figure('price-list.rss_mb', 'MB', [megabytes], { lines, heapMegabytes: HEAP_MEGABYTES, edgeMegabytes: edge }),
        ...floors,
      ];
    };
  },
};

/**
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {StationApi} api
 * @param {ReturnType<typeof listOf>} list
 * @returns {Promise<Run>}
 */
async function measureOnce(system, api, { content, expected }) {
  const pid = system.pids['stock'];
  const cpuBefore = cpuSeconds(pid);
  const [maker] = (await api.get('/parties?filter[kind][eq]=manufacturer&limit=1')).parties;
  /** @param {string} id @param {string} state */
  const reached = async (id, state) => {
    /** @type {any} */
    let one;
    await until(PATIENCE_SECONDS, `the price list is ${state}`, async () => {
      one = await api.get(`/price-lists/${id}`);
      if (one.state === 'refused') throw new Stop(Exit.failed, `bench: the price list is refused: ${one.problem.title}`);
      return one.state === state;
    }, LOOK_MS); // prettier-ignore
    return one;
  };
  /** @template T @param {string} what @param {() => Promise<T>} work @returns {Promise<[T, number]>} */
  const timed = (what, work) =>
    step(`${what} ${expected.lines} lines`, async () => {
      const began = performance.now();
      return [await work(), (performance.now() - began) / 1_000];
    });

  const [mapped, uploading] = await timed('uploading', async () => {
    const body = { bytes: content, type: 'text/csv' };
    const { id } = await api.post('/price-lists?fileName=tarif.csv', randomUUID(), body);
    return reached(id, 'mapping');
  });
  const [checked, checking] = await timed('comparing', async () => {
    const { columns } = mapped.terms;
    const json = { columns, manufacturerPartyId: maker.id };
    await api.post(`/price-lists/${mapped.id}/check`, randomUUID(), { json, seen: mapped });
    return reached(mapped.id, 'checked');
  });
  const [committed, committing] = await timed('committing', async () => {
    await api.post(`/price-lists/${checked.id}/commit`, randomUUID(), { json: {}, seen: checked });
    return reached(checked.id, 'committed');
  });
  const cpu = cpuSeconds(pid) - cpuBefore;
  say(`  ${uploading.toFixed(1)} + ${checking.toFixed(1)} + ${committing.toFixed(1)} s; ${cpu.toFixed(1)} s of processor time in stock, ${Math.round(peakMegabytes(pid))} MB at most; ${JSON.stringify(committed.counts)}`); // prettier-ignore
  await proveIt(system, committed, expected);
  return { uploading, checking, committing, cpu };
}

/**
 * References as manufacturers write them, prices with commas, some lines without; the same on every machine.
 *
 * @param {string} station
 * @param {number} lines
 * @param {1 | 2} year of the second some parts are gone, as many new, and most prices are others
 */
function listOf(station, lines, year) {
  const random = new SeededRandom(`bench price-list ${station}`);
  const expected = { lines, new: 0, raised: 0, lowered: 0, same: 0, bad: 0 };
  const rows = Array.from({ length: lines }, (_, n) => {
    const [cents, turn] = [random.int(100, 90_000), random.int(1, 1_000)];
    const isNew = year === 2 && turn > WRONG && turn <= WRONG + NEW;
    const isSame = year === 2 && turn > WRONG + NEW && turn <= WRONG + NEW + SAME;
    const isRaised = n % 4 !== 0;
    const now = year === 1 || isSame ? cents : Math.round(cents * (isRaised ? 1.05 : 0.97));
    const state = turn <= WRONG ? 'bad' : year === 1 || isNew ? 'new' : now === cents ? 'same' : isRaised ? 'raised' : 'lowered'; // prettier-ignore
    expected[state] += 1;
    const price = turn <= WRONG ? '' : `${Math.floor(now / 100)},${String(now % 100).padStart(2, '0')}`;
    return `${isNew ? 'N' : 'C'}00${String(n).padStart(7, '0')};Pièce détachée ${n % 977} pour lave-linge série ${n % 83};${price}`;
  });
  return { content: Buffer.from(['Référence;Désignation;Prix HT', ...rows].join('\r\n')), expected };
}

/**
 * After the clock has stopped: each line became what it had to, and each price that is another has its row in the history.
 *
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {any} committed
 * @param {ReturnType<typeof listOf>['expected']} expected
 */
async function proveIt(system, { id, counts }, expected) {
  const admin = new pg.Client({ connectionString: system.databases['stock'] });
  await admin.connect();
  try {
    const { rows } = await admin.query(
      `select count(*)::int as changes, count(distinct part_id)::int as parts from part_price_change
       where origin_kind = 'price_list' and origin_id = $1`,
      [id],
    );
    const wanted = expected.new + expected.raised + expected.lowered;
    const isWrong = Object.entries(expected).some(([name, count]) => counts[name] !== count);
    if (isWrong || rows[0].changes !== wanted || rows[0].parts !== wanted)
      throw new Stop(Exit.failed, `bench: expected ${JSON.stringify(expected)}, found ${JSON.stringify({ ...counts, ...rows[0] })}`); // prettier-ignore
  } finally {
    await admin.end();
  }
}

/** The most memory that a process has held; Linux only, 0 elsewhere. @param {number | undefined} pid */
function peakMegabytes(pid) {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}
