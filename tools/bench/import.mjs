import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { PartiesImportedMessage } from '@navette/contracts';
import { SeededRandom } from '@navette/platform/seed';
import { StationApi } from '../demo/client/station-api.mjs';
import { Exit, Stop } from '../dev/lib/exit.mjs';
import { say, step } from '../dev/lib/output.mjs';
import { figure, rounded, wholeNumber } from './figures.mjs';
import { againstCommits, measureFloor } from './floor.mjs';
import { cpuSeconds, startPrivateSystem, until } from './private-system.mjs';
import { familyNames, firstNames, townsAround } from './search-names.mjs';

/**
 * PA-15: a CSV file of consumers, over `/api/v1`: from the call that hands it over until its columns are guessed, then the dry
 * run, then the commit of all its good lines. Each run is into another station, which has hardly anybody.
 *
 * @typedef {{ reading: number, checking: number, committing: number, cpu: number, megabytes: number }} Run
 */

const LINES = 100_000;
/** Of the demo, one for each run. */
const STATIONS = ['LIL', 'LEN', 'ARR'];
const TOWNS = 150;
const PATIENCE_SECONDS = 900;
/** Between two looks; each is one request, that the measured process has to answer too. */
const LOOK_MS = 100;
/** Of a thousand lines. */
const WRONG = 3;

/** @type {import('./measured.mjs').Bench} */
export const importParties = {
  name: 'import',
  summary: 'a CSV file of 100,000 parties: seconds until it is read, tried and kept, and memory',
  options: { lines: { type: 'string', value: 'N', help: `lines of the file (${LINES})` } },
  prepare({ runs, yes, values }) {
    const lines = wholeNumber('lines', values['lines'], LINES);
    if (lines > LINES) throw new Stop(Exit.usage, `bench: --lines ${lines} is not accepted: 1 to ${LINES}`);
    if (runs > STATIONS.length)
      throw new Stop(Exit.usage, `bench: --runs ${runs} is not accepted: 1 to ${STATIONS.length}`);
    return async () => {
      const system = await startPrivateSystem({ yes });
      const floors = await measureFloor(system, runs);
      /** @type {Run[]} */
      const measured = [];
      for (const station of STATIONS.slice(0, runs)) measured.push(await measureOnce(system, station, lines));
      const cpu = rounded(Math.max(...measured.map(({ cpu }) => cpu)));
      const whole = measured.map(({ reading, checking, committing }) => reading + checking + committing);
      const seconds = figure('import.seconds', 's', whole, { lines, format: 'csv', cpuSecondsAtMost: cpu });
      return [
        againstCommits(seconds, lines / seconds.value, floors),
        ...(/** @type {const} */ (['reading', 'checking', 'committing']).map((part) =>
          figure(`import.${part}`, 's', measured.map((one) => one[part]), { lines }))), // prettier-ignore
        figure('import.rss_mb', 'MB', measured.map(({ megabytes }) => megabytes), { lines }), // prettier-ignore
        ...floors,
      ];
    };
  },
};

/** @param {import('./private-system.mjs').PrivateSystem} system @param {string} station @param {number} lines @returns {Promise<Run>} */
async function measureOnce(system, station, lines) {
  const api = new StationApi(system.api, { ...system.signIn, station });
  const { content, wrong } = fileOf(station, lines);
  const pid = system.pids['solo'];
  let megabytes = 0;
  const cpuBefore = cpuSeconds(pid);
  /** @param {string} state @param {string} id */
  const reached = async (state, id) => {
    /** @type {any} */
    let one;
    await until(PATIENCE_SECONDS, `the import is ${state}`, async () => {
      megabytes = Math.max(megabytes, rssMegabytes(pid));
      one = await api.get(`/party-imports/${id}`);
      return one.state === state;
    }, LOOK_MS); // prettier-ignore
    return one;
  };
  /** @template T @param {string} what @param {() => Promise<T>} work @returns {Promise<[T, number]>} */
  const timed = (what, work) =>
    step(`${what} ${lines} lines in ${station}`, async () => {
      const began = performance.now();
      return [await work(), (performance.now() - began) / 1_000];
    });

  const [mapped, reading] = await timed('reading', async () => {
    const body = { bytes: content, type: 'text/csv' };
    const { id } = await api.post('/party-imports?fileName=clients.csv', randomUUID(), body);
    return reached('mapping', id);
  });
  const [checked, checking] = await timed('checking', async () => {
    const { columns, defaultKind, id } = mapped;
    await api.post(`/party-imports/${id}/check`, randomUUID(), { json: { columns, defaultKind }, seen: mapped });
    return reached('checked', id);
  });
  // People who share a phone: decided on by a person, beside the clock.
  const { undecided } = checked.counts;
  const decided =
    undecided === 0
      ? checked
      : await api.post(`/party-imports/${checked.id}/choices`, randomUUID(), {
          json: { choice: 'new' },
          seen: checked,
        });
  const [committed, committing] = await timed('committing', async () => {
    await api.post(`/party-imports/${decided.id}/commit`, randomUUID(), { json: {}, seen: decided });
    return reached('committed', decided.id);
  });
  const cpu = cpuSeconds(pid) - cpuBefore;
  say(`  ${reading.toFixed(1)} + ${checking.toFixed(1)} + ${committing.toFixed(1)} s; ${cpu.toFixed(1)} s of processor time in solo, ${Math.round(megabytes)} MB; ${undecided} to decide on`); // prettier-ignore
  await proveIt(system, committed, { lines, wrong });
  return { reading, checking, committing, cpu, megabytes };
}

/**
 * Names as people bear them, real towns, some lines with an e-mail that is none; the same on every machine.
 *
 * @param {string} station
 * @param {number} lines
 * @returns {{ content: Buffer, wrong: number }}
 */
function fileOf(station, lines) {
  const random = new SeededRandom(`bench import ${station}`);
  const names = { family: familyNames(), first: firstNames() };
  const towns = townsAround(STATIONS.indexOf(station), TOWNS);
  const drawn = (/** @type {import('./search-names.mjs').Name[]} */ from) => from[Math.floor((random.int(0, 99_999) / 100_000) ** 3 * from.length)]?.shown ?? ''; // prettier-ignore
  let wrong = 0;
  const rows = Array.from({ length: lines }, (_, n) => {
    const isWrong = random.int(1, 1_000) <= WRONG;
    if (isWrong) wrong += 1;
    const phone = `0${random.pick(['6', '7', '3', '1'])} ${String(random.int(0, 99_999_999)).padStart(8, '0')}`;
    const town = towns[Math.floor((random.int(0, 9_999) / 10_000) ** 2 * towns.length)];
    const email = isWrong ? 'none' : random.chance(65) ? `a${n}@${station}.example`.toLowerCase() : '';
    return [drawn(names.family), drawn(names.first), phone, email, `${random.int(1, 200)} rue Pasteur`, town?.postcode, town?.city].join(';'); // prettier-ignore
  });
  return { content: Buffer.from(['Nom;Prénom;Téléphone;Courriel;Adresse;CP;Ville', ...rows].join('\n')), wrong };
}

/**
 * After the clock has stopped: each good line is a party that is told of and audited once, each wrong one is named.
 *
 * @param {import('./private-system.mjs').PrivateSystem} system
 * @param {any} committed
 * @param {{ lines: number, wrong: number }} expected
 */
async function proveIt(system, { id, counts }, { lines, wrong }) {
  const admin = new pg.Client({ connectionString: system.databases['parties'] });
  await admin.connect();
  try {
    // Nobody has counted the rows of tables that have just grown: the questions below would be planned for empty ones.
    await admin.query('analyze party, party_import_line, audit');
    const made = `select party_id from party_import_line where import_id = $1 and state = 'committed'`;
    const { rows } = await admin.query(
      `select (select count(distinct party_id)::int from (${made}) m join party p on p.id = m.party_id) as parties,
         (select count(*)::int from audit where entity_type = 'party' and entity_id in (select party_id::text from (${made}) m)) as audited`,
      [id],
    );
    const messages = await admin.query(
      `select payload from outbox where aggregate_type = 'party-import' and aggregate_id = $1 and subject like '%.parties-imported.%'`,
      [id],
    );
    const told = messages.rows.flatMap(({ payload }) => PartiesImportedMessage.decode(payload).parties);
    const found = { ...rows[0], told: told.length, toldOf: new Set(told.map((party) => party.id)).size };
    const good = lines - wrong;
    if (counts.bad !== wrong || Object.values(found).some((count) => count !== good))
      throw new Stop(Exit.failed, `bench: ${wrong} lines are wrong and ${counts.bad} were found; of ${good} others there are ${JSON.stringify(found)}`); // prettier-ignore
  } finally {
    await admin.end();
  }
}

/** @param {number | undefined} pid of Linux; 0 elsewhere */
function rssMegabytes(pid) {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}
